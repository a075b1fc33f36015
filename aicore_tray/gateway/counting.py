"""Tokens of a prompt before it is sent: our estimate, put right by what the model's answers counted."""

from __future__ import annotations

import logging
import math

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.families.family import ClientRequest
from aicore_tray.dialects.answer import Usage
from aicore_tray.dialects.conversation import Conversation
from aicore_tray.dialects.errors import ApiError
from aicore_tray.dialects.estimate import file_tokens, text_size
from aicore_tray.usage.calibration import Calibration

_log = logging.getLogger(__name__)

# Reading a larger body once more would hold up others.
_LARGEST = 256 * 1024


class Counting:
    """Counts prompts for each model, and learns."""

    def __init__(self, calibration: Calibration) -> None:
        self._calibration = calibration

    def count(self, conversation: Conversation, facts: ModelFacts) -> int:
        """Return about how many tokens a model will count."""
        text = self._calibration.corrected(facts.name, text_size(conversation))
        return math.ceil(text + file_tokens(conversation, facts.family))

    def learn(self, request: ClientRequest, facts: ModelFacts, usage: Usage) -> None:
        """Compare what a model has counted with our estimate."""
        if request.kind != "chat" or request.size > _LARGEST or not self._calibration.wants(facts.name):
            return
        try:
            conversation = request.conversation
        except ApiError as error:
            _log.debug("A forwarded request has no neutral form: %s", error.message)
            return
        real = usage.prompt - round(file_tokens(conversation, facts.family))
        self._calibration.observe(facts.name, text_size(conversation), real=real)

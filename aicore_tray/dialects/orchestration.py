"""SAP's orchestration service, version 2: one wire format around the models of every vendor.

Source: SAP's documentation of the service. What differs by the vendor behind it (whose reasoning it takes, how it
counts cached tokens) is given by the family, which knows the model.
"""

from __future__ import annotations

from dataclasses import replace

from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.answer import Answer, AnswerPart
from aicore_tray.dialects.conversation import Conversation, Json, Origin, Thinking, ToolCall
from aicore_tray.dialects.errors import upstream_error
from aicore_tray.dialects.orchestration_requests import Requests, signature_of
from aicore_tray.dialects.orchestration_stream import Reader, read_usage

NAME = "orchestration"


class Orchestration:
    """The dialect as it is spoken to the models of one vendor.

    Attributes:
        NAME: tells the dialects of the vendors apart.
        vendor: whose reasoning the models write and read; None for vendors without any of their own.
        cached_apart: the prompt's count leaves out what was read from or written to the cache.
    """

    def __init__(self, vendor: Origin | None = None, *, cached_apart: bool = False) -> None:
        self.NAME = f"{NAME}_{vendor}" if vendor else NAME
        self.vendor = vendor
        self.cached_apart = cached_apart
        self._requests = Requests(vendor)

    def write_request(self, conversation: Conversation) -> Json:
        """Return the body of a `/v2/completion` request.

        Raises:
            ApiError: nothing is asked, or a document is given by its address alone.
        """
        return self._requests.write(conversation)

    def read_request(self, body: Json) -> Conversation:
        """Return the neutral form of a `/v2/completion` body.

        Raises:
            ApiError: a field has the wrong type.
        """
        return self._requests.read(body)

    def read_answer(self, body: Json) -> Answer:
        """Return the neutral form of a whole answer.

        Raises:
            ApiError: the body tells an error.
        """
        result = body.get("final_result") or body.get("orchestration_result")
        if not isinstance(result, dict):
            raise upstream_error(200, body)
        answer = chat_completions.read_answer(result)
        parts = tuple(self._own(part) for part in answer.parts)
        return replace(answer, parts=parts, usage=read_usage(result.get("usage"), cached_apart=self.cached_apart))

    def _own(self, part: AnswerPart) -> AnswerPart:
        if isinstance(part, Thinking):
            return self._requests.owned(part)
        if isinstance(part, ToolCall) and self.vendor is Origin.GEMINI:
            return replace(part, signature=signature_of(part.id))
        return part

    def stream_reader(self) -> Reader:
        return Reader(self.vendor, cached_apart=self.cached_apart)

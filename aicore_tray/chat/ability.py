"""What a model takes from the chat, by the catalogue's facts of whatever serves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aicore_tray.chat.attachment import Attachment, Kind
from aicore_tray.chat.parameters import Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What a model takes.

    Attributes:
        temperature: it takes one.
        max_output: tokens that an answer may have; 0 where nobody tells.
        efforts: how hard it can be told to think, weakest first; empty where it cannot be told.
    """

    pictures: bool = True
    documents: bool = True
    temperature: bool = True
    max_output: int = 0
    efforts: tuple[str, ...] = ()

    def takes(self, attachment: Attachment) -> bool:
        """Tell whether a file can be sent to it."""
        return {Kind.PICTURE: self.pictures, Kind.PDF: self.documents}.get(attachment.kind, True)

    def fitted(self, parameters: Parameters) -> Parameters:
        """Return of what the user has set what the model takes."""
        tokens = parameters.max_tokens
        if tokens is not None and self.max_output:
            tokens = min(tokens, self.max_output)
        return replace(
            parameters,
            temperature=parameters.temperature if self.temperature else None,
            max_tokens=tokens,
            effort=parameters.effort if parameters.effort in self.efforts else "",
        )

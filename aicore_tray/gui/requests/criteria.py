"""Which requests are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from aicore_tray.gui.models.request_words import Row, client_of, names_of, pill_of, state_of


@dataclass(frozen=True)
class Criteria:
    """What a request has to be; "" leaves none out.

    Attributes:
        words: all of them are in its model, client, key, account, status, error or id.
        client: its client's name.
        model: the model that serves it.
        state: one of `request_words.STATES`.
    """

    words: str = ""
    client: str = ""
    model: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return bool(self._split or self.client or self.model or self.state)

    @cached_property
    def _split(self) -> tuple[str, ...]:
        return tuple(self.words.lower().split())

    def fits(self, row: Row) -> bool:
        """Tell whether a request is shown."""
        if self.state and state_of(row) != self.state:
            return False
        if self.model and names_of(row)[1] != self.model:
            return False
        if self.client and client_of(row) != self.client:
            return False
        if not self._split:
            return True
        error, account = getattr(row, "error", ""), getattr(row, "account", "")
        text = "\n".join(
            (row.asked, row.model, client_of(row), row.client, row.key, account, error, row.id, pill_of(row)[1])
        ).lower()
        return all(word in text for word in self._split)

"""The table of the model catalogue: what may be deployed, what it costs, how long it stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.gui.models.deployments import is_soon
from aicore_tray.gui.models.rows import RowsModel
from aicore_tray.gui.numbers import UNKNOWN, day, prices_told, short_tokens
from aicore_tray.gui.views import price_of
from aicore_tray.gui.widgets.cells import DIM_ROLE, MEDIUM_ROLE, PILL_ROLE, WARN_ROLE

MODEL, PROVIDER, ABILITIES, CONTEXT, PRICE, RETIRES, DEPLOYED = range(7)


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that may be deployed.

    Attributes:
        deployed: how many deployments of its own it has that run.
        orchestrated: it can be asked for through orchestration already.
    """

    model: OfferedModel
    deployed: int = 0
    orchestrated: bool = False

    def __hash__(self) -> int:
        # Its prices are a mapping, which has no hash.
        return hash((self.model.name, self.deployed, self.orchestrated))


class OffersModel(RowsModel[Offer]):
    """The rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__([""] * 7, (CONTEXT, PRICE, RETIRES), parent)
        self._titles = (
            self.tr("Model"),
            self.tr("Provider"),
            self.tr("Can"),
            self.tr("Context"),
            self.tr("CU in / out"),
            self.tr("Retires"),
            self.tr("Deployed"),
        )

    def identity(self, row: Offer) -> Hashable:
        return row.model.name

    def ages(self, row: Offer) -> bool:
        return False

    def cell(self, row: Offer, column: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        if role == PILL_ROLE and column == DEPLOYED:
            return self.state(row)
        if role == MEDIUM_ROLE:
            return column == MODEL
        if role == DIM_ROLE:
            return column in (PROVIDER, ABILITIES) or row.model.deprecated or not row.model.deployable
        if role == WARN_ROLE and column == RETIRES:
            return is_soon(row.model.retirement_date) or row.model.deprecated
        return None

    def _text(self, row: Offer, column: int) -> str:
        model = row.model
        texts: dict[int, Callable[[], str]] = {
            MODEL: lambda: model.name,
            PROVIDER: lambda: model.provider or UNKNOWN,
            ABILITIES: lambda: ", ".join(self.abilities(model)) or UNKNOWN,
            CONTEXT: lambda: short_tokens(model.context_length),
            PRICE: lambda: prices_told(*(price_of(model.cost.get(name, "")) for name in ("inputCost", "outputCost"))),
            RETIRES: lambda: day(model.retirement_date),
            DEPLOYED: lambda: state[1] if (state := self.state(row)) is not None else UNKNOWN,
        }
        return texts[column]()

    def state(self, row: Offer) -> tuple[str, str] | None:
        """Return a row's pill; None where there is nothing to tell."""
        if row.deployed:
            return "ok", self.tr("Running") if row.deployed == 1 else self.tr("{count} times").format(
                count=row.deployed
            )
        return ("ok", self.tr("Through orchestration")) if row.orchestrated else None

    def abilities(self, model: OfferedModel) -> tuple[str, ...]:
        """Return what a model can do, in words."""
        words: Mapping[str, str] = {
            "text-generation": self.tr("text"),
            "image-recognition": self.tr("images"),
            "reasoning": self.tr("reasoning"),
            "embedding": self.tr("embeddings"),
            "image-generation": self.tr("makes images"),
            "speech-to-text": self.tr("speech"),
        }
        return tuple(words.get(each, each) for each in model.capabilities)

"""What a request cost in SAP's capacity units, by the live catalogue; a price that is not told is never taken for 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage.record import ABORTED

PRICES = ("input", "output", "cache_read", "cache_write")
"""The kinds of tokens that have prices, as `Usage` names them."""
USAGE = "usage"
"""Stands among the missing prices where an answer told no counts."""

# Kind of token -> what SAP's catalogue calls its price.
_CATALOGUE = {
    "input": "inputCost",
    "output": "outputCost",
    "cache_read": "cacheReadInputCost",
    "cache_write": "cacheCreationInputCost",
}
_TOKENS = Decimal(1000)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What 1,000 tokens of a model cost in capacity units; None where nobody tells."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None


UNKNOWN = Prices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a request cost.

    Attributes:
        units: capacity units, None where a price that it needs is missing.
        saved: capacity units that cached input saved against the price of plain input, less what writing to the cache
            cost more; None where that cannot be told.
        missing: which of PRICES are missing for it, or USAGE.
    """

    units: Decimal | None
    saved: Decimal | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What a capacity unit costs the user, as they tell it.

    Attributes:
        unit_price: in the currency; 0 where it is not told.
    """

    currency: str = ""
    unit_price: float = 0.0

    @property
    def told(self) -> bool:
        return bool(self.currency) and self.unit_price > 0

    def of(self, units: float | None) -> float | None:
        """Return what capacity units cost; None where nobody can tell."""
        return units * self.unit_price if self.told and units is not None else None


def read_prices(told: Mapping[str, str]) -> Prices:
    """Return the prices of a catalogue row.

    Args:
        told: such as `inputCost` -> capacity units per 1,000 tokens, as SAP's text. What is no plain number of 0 or
            more, such as a price in tiers, counts as missing.
    """
    return Prices(**{kind: _price(told.get(name)) for kind, name in _CATALOGUE.items()})


def _price(text: str | None) -> Decimal | None:
    try:
        price = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return price if price.is_finite() and price >= 0 else None


def cost_of(usage: Usage, prices: Prices) -> Cost:
    """Return what tokens cost; a kind without a price makes the whole unknown, whatever the other kinds' prices say."""
    units = _NOTHING
    missing: tuple[str, ...] = ()
    for kind in PRICES:
        if not (tokens := getattr(usage, kind)):
            continue
        if (price := getattr(prices, kind)) is None:
            missing += (kind,)
        else:
            units += tokens * price
    return Cost(units=None if missing else units / _TOKENS, saved=_saved(usage, prices), missing=missing)


def _saved(usage: Usage, prices: Prices) -> Decimal | None:
    if not usage.cache_read and not usage.cache_write:
        return _NOTHING
    if prices.input is None:
        return None
    saved = Decimal(0)
    for tokens, price in ((usage.cache_read, prices.cache_read), (usage.cache_write, prices.cache_write)):
        if tokens and price is None:
            return None
        saved += tokens * (prices.input - (price or Decimal(0))) / _TOKENS if tokens else Decimal(0)
    return saved


def cost_of_request(model: str, status: int, usage: Usage, prices: Prices) -> Cost:
    """Return what a request cost.

    An answer without any counts has cost something that nobody knows, unless it was an error: those cost nothing.

    Args:
        model: that served it; "" where none did.
    """
    answered = status < 400 or status == ABORTED
    if model and answered and not usage.total:
        return Cost(units=None, saved=None, missing=(USAGE,))
    return cost_of(usage, prices)


@dataclass(slots=True)
class Pricing:
    """Prices requests as they end.

    Attributes:
        offered: model -> the prices of SAP's catalogue, as it was last seen.
        corrected: model -> kind of tokens -> the user's own price, which goes before SAP's.
    """

    offered: Mapping[str, Prices] = field(default_factory=dict)
    corrected: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    _known: dict[str, Prices] = field(default_factory=dict)

    def offer(self, catalogue: Mapping[str, Mapping[str, str]]) -> None:
        """Take over what the catalogue says now; a model that is gone from it keeps the price it had.

        Args:
            catalogue: model -> its prices by SAP's names.
        """
        self.offered = {**self.offered, **{model: read_prices(told) for model, told in catalogue.items()}}
        self._known.clear()

    def correct(self, prices: Mapping[str, Mapping[str, float]]) -> None:
        """Take the user's own prices, for requests that come."""
        self.corrected = prices
        self._known.clear()

    def prices(self, model: str) -> Prices:
        """Return the prices of a model."""
        if (known := self._known.get(model)) is None:
            found = self.offered.get(model, UNKNOWN)
            own = {kind: Decimal(str(price)) for kind, price in self.corrected.get(model, {}).items()}
            known = self._known[model] = replace(found, **own) if own else found
        return known

    def cost(self, model: str, status: int, usage: Usage) -> tuple[float | None, float | None]:
        """Return what a request cost and what caches saved of it, in capacity units; None for what nobody knows."""
        cost = cost_of_request(model, status, usage, self.prices(model))
        return _float(cost.units), _float(cost.saved)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)

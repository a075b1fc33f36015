"""What requests cost: by the catalogue's texts, exactly, and never taken as nothing where a price is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from aicore_tray.aicore.landscape import read_offered
from aicore_tray.config import settings
from aicore_tray.dialects.answer import Usage
from aicore_tray.usage import costs
from aicore_tray.usage.costs import USAGE, Money, Prices, Pricing, cost_of, cost_of_request, read_prices
from tests.usage.test_store import record

HAIKU = {
    "inputCost": "0.00079",
    "outputCost": "0.00367",
    "cacheReadInputCost": "0.00008",
    "cacheCreationInputCost": "0.00099",
}


def prices(**told: str) -> Prices:
    return read_prices({**HAIKU, **told})


def test_every_kind_of_token_has_its_price() -> None:
    usage = Usage(input=1_000, output=2_000, cache_read=10_000, cache_write=3_000, reasoning=1_500)
    cost = cost_of(usage, prices())
    assert cost.units == Decimal("0.00079") + 2 * Decimal("0.00367") + 10 * Decimal("0.00008") + 3 * Decimal("0.00099")
    assert cost.saved == 10 * Decimal("0.00071") - 3 * Decimal("0.0002")
    assert cost.missing == ()


def test_writing_to_a_cache_that_is_not_read_costs_more() -> None:
    assert cost_of(Usage(cache_write=1_000), prices()).saved == Decimal("-0.0002")


@pytest.mark.parametrize(
    "text", ["", "  ", "free", "0,00079", "0.001 / 0.002", "-0.1", "NaN", "Infinity", "1e", "0.1 units"]
)
def test_a_price_that_is_no_plain_number_is_missing(text: str) -> None:
    cost = cost_of(Usage(input=10, output=1), prices(inputCost=text))
    assert (cost.units, cost.missing) == (None, ("input",))
    assert cost_of(Usage(output=1_000), prices(inputCost=text)).units == Decimal("0.00367"), "it is not needed"


def test_a_price_of_nothing_is_a_price() -> None:
    assert cost_of(Usage(input=10), prices(inputCost="0")).units == 0


def test_cached_tokens_take_no_other_price() -> None:
    told = read_prices({"inputCost": "0.001", "outputCost": "0.002"})
    cost = cost_of(Usage(input=5, cache_read=5, cache_write=5), told)
    assert (cost.units, cost.saved, cost.missing) == (None, None, ("cache_read", "cache_write"))
    assert cost_of(Usage(input=1_000), told).units == Decimal("0.001")


def test_what_was_saved_needs_the_plain_price() -> None:
    cost = cost_of(Usage(cache_read=5), prices(inputCost=""))
    assert (cost.units, cost.saved) == (Decimal("0.0000004"), None)


@pytest.mark.parametrize(
    ("more", "units", "missing"),
    [
        ({"usage": Usage()}, None, (USAGE,)),
        ({"usage": Usage(), "status": 499}, None, (USAGE,)),
        ({"usage": Usage(), "complete": False}, None, (USAGE,)),
        ({"usage": Usage(), "status": 429}, 0, ()),
        ({"usage": Usage(), "status": 499, "model": ""}, 0, ()),
        ({"usage": Usage(input=1_000), "status": 499, "complete": False}, Decimal("0.00079"), ()),
    ],
)
def test_answers_without_counts(more: dict[str, Any], units: Decimal | None, missing: tuple[str, ...]) -> None:
    one = record(**more)
    cost = cost_of_request(one.model, one.status, one.usage, prices())
    assert (cost.units, cost.missing) == (units, missing)


def test_a_record_is_priced_by_its_served_model() -> None:
    pricing = Pricing()
    usage = Usage(input=1_000, cache_read=1_000)
    assert pricing.cost("gpt-5", 200, usage)[0] is None
    pricing.offer({"gpt-5": HAIKU})
    units, saved = pricing.cost("gpt-5", 200, usage)
    assert units == pytest.approx(0.00087)
    assert saved == pytest.approx(0.00071)
    assert pricing.cost("gpt-6", 200, usage)[0] is None


def test_the_catalogue_may_change_and_may_lose_a_model() -> None:
    pricing = Pricing()
    pricing.offer({"gpt-5": {"inputCost": "1"}, "gpt-4": {"inputCost": "2"}})
    pricing.offer({"gpt-5": {"inputCost": "3"}})
    assert [pricing.prices(model).input for model in ("gpt-5", "gpt-4")] == [3, 2]
    pricing.offer({"gpt-5": {}})
    assert pricing.prices("gpt-5").input is None, "SAP tells no price any more"


def test_own_prices_go_first() -> None:
    pricing = Pricing(corrected={"gpt-5": {"output": 0.1, "cache_read": 0.0}, "new": {"input": 0.3}})
    pricing.offer({"gpt-5": HAIKU})
    assert pricing.prices("gpt-5") == Prices(
        input=Decimal("0.00079"), output=Decimal("0.1"), cache_read=Decimal(0), cache_write=Decimal("0.00099")
    )
    assert pricing.prices("new") == Prices(input=Decimal("0.3"))
    assert settings.PRICES == costs.PRICES


def offered(cost: object) -> Prices:
    row = read_offered({"model": "m", "versions": [{"isLatest": True, "cost": cost}]})
    assert row is not None
    return read_prices(row.cost)


def test_prices_as_the_catalogue_writes_them() -> None:
    assert offered([{name: price} for name, price in HAIKU.items()]) == prices()
    assert offered({"inputCost": 0.5}).input == Decimal("0.5")
    assert offered([{"inputCost": "1"}, {"inputCost": "1"}]).input == 1
    assert offered([{"inputCost": "1"}, {"inputCost": "2"}]).input is None, "one in tiers"
    assert offered([{"inputCost": [{"from": 0, "price": "1"}]}]) == Prices()
    assert offered(None) == offered([]) == offered("cheap") == Prices()


def test_money() -> None:
    assert Money(currency="EUR", unit_price=1.5).of(2.0) == 3.0
    assert Money(currency="EUR", unit_price=1.5).of(None) is None
    assert Money(currency="EUR").of(2.0) is None
    assert Money(unit_price=1.5).of(2.0) is None

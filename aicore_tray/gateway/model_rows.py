"""Every deployment as people want to see it: SAP's facts, our names for it, and how it is doing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import Landscape, OfferedModel
from aicore_tray.gateway.names import familiar_name
from aicore_tray.gateway.routing import Router


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One deployment in whichever state, or a model that an orchestration deployment serves in its own place.

    Attributes:
        model: SAP's name, or the name that a configuration pinned; "" for orchestration.
        status: as SAP writes it; "" for a pinned deployment that SAP has not told of.
        familiar: the id under which Anthropic's clients know it, or "".
        aliases: the user's names for it.
        served: whether requests can reach it now.
        through_orchestration: the model has no running deployment: `id` and `status` are the orchestration service's.
        hidden: whether the user has hidden the model.
        family: which of our families serves it, "" where none does.
        kind: `chat` or `embedding`.
        context: tokens, 0 where nobody tells.
        retirement_date: as SAP writes it, or "".
        input_cost: capacity units per 1,000 tokens as SAP writes them, or "".
        resting_until: seconds of the wall clock, None while it does not rest after a failure.
        facts: all that is known of the model at this deployment.
    """

    account: str
    resource_group: str
    model: str
    version: str
    id: str
    status: str
    status_detail: str
    scenario: str
    executable: str
    created_at: str
    familiar: str = ""
    aliases: tuple[str, ...] = ()
    served: bool = False
    through_orchestration: bool = False
    hidden: bool = False
    family: str = ""
    kind: str = "chat"
    context: int = 0
    max_output: int = 0
    retirement_date: str = ""
    deprecated: bool = False
    input_cost: str = ""
    output_cost: str = ""
    resting_until: float | None = None
    facts: ModelFacts = field(default_factory=lambda: ModelFacts(name=""))


class ModelRows:
    """The rows of all deployments. They change with the landscape and the rules of names alone, but for their rests.

    Args:
        resting: for how many seconds more a deployment rests.
    """

    def __init__(self, router: Router, resting: Callable[[Deployment], float]) -> None:
        self._router, self._resting = router, resting
        self._deployments: Sequence[Deployment] = ()
        self._made_of: tuple[object, object, object] | None = None
        self._rows: list[tuple[ModelRow, Deployment]] = []

    def now(self, deployments: Sequence[Deployment], landscape: Landscape) -> tuple[ModelRow, ...]:
        """Return a row for each deployment, each name that is pinned to one, and each model behind orchestration alone.

        They are sorted by model, account and group; one that is the same as before is the same object.
        """
        # The router makes both anew with a landscape and with other rules.
        router = self._router
        known = self._made_of
        same = known is not None and known[0] is landscape and known[1] is router.models and known[2] is router.aliases
        if not same or deployments != self._deployments:
            self._rows = _rows(deployments, landscape, router)
            self._deployments, self._made_of = deployments, (landscape, router.models, router.aliases)
        now = time.time()
        return tuple(
            replace(row, resting_until=now + rest) if (rest := self._resting(deployment)) else row
            for row, deployment in self._rows
        )


def _rows(deployments: Sequence[Deployment], landscape: Landscape, router: Router) -> list[tuple[ModelRow, Deployment]]:
    offered = {model.name: model for model in landscape.offered}
    aliases: dict[str, list[str]] = {}
    for alias, model in router.aliases.items():
        aliases.setdefault(model.name, []).append(alias)
    reached = {(name, each.url) for name, model in router.models.items() for each in model.deployments}
    rows = [
        (
            _row(
                name,
                each,
                offered.get(each.model or name),
                router,
                aliases=aliases.get(name, ()),
                served=(name, each.url) in reached,
            ),
            each,
        )
        for name, each in (*_named(deployments, landscape), *_through_orchestration(landscape, router))
    ]
    return sorted(rows, key=lambda pair: (pair[0].model, pair[0].account, pair[0].resource_group, pair[0].id))


def _named(deployments: Sequence[Deployment], landscape: Landscape) -> Iterator[tuple[str, Deployment]]:
    pinned = {each.id for found in landscape.pinned.values() for each in found}
    for name, found in landscape.pinned.items():
        yield from ((name, each) for each in found)
    yield from ((each.model, each) for each in deployments if each.id not in pinned)


def _through_orchestration(landscape: Landscape, router: Router) -> Iterator[tuple[str, Deployment]]:
    """Yield what no deployment of its own serves, hidden models too: they can be shown again."""
    own = {each.model for each in landscape.deployments if router.is_usable(each.model, each)} | landscape.pinned.keys()
    for name, found in router.through_orchestration(landscape).items():
        yield from () if name in own else ((name, each) for each in found)


def _row(
    name: str,
    deployment: Deployment,
    offer: OfferedModel | None,
    router: Router,
    *,
    aliases: Sequence[str],
    served: bool,
) -> ModelRow:
    facts = router.facts_of(name, deployment)
    return ModelRow(
        account=deployment.account,
        resource_group=deployment.resource_group,
        model=name,
        version=deployment.version,
        id=deployment.id,
        status=deployment.status,
        status_detail=deployment.status_detail,
        scenario=deployment.scenario,
        executable=deployment.executable,
        created_at=deployment.created_at,
        familiar=familiar_name(name),
        aliases=tuple(sorted(aliases)),
        served=served,
        through_orchestration=bool(deployment.model) and deployment.through_orchestration,
        hidden=router.rules.is_hidden(name, familiar_name(name)),
        family=facts.family,
        kind=facts.kind,
        context=facts.context or (offer.context_length if offer is not None else None) or 0,
        max_output=facts.max_output,
        retirement_date=offer.retirement_date if offer is not None else "",
        deprecated=offer is not None and offer.deprecated,
        input_cost=offer.cost.get("inputCost", "") if offer is not None else "",
        output_cost=offer.cost.get("outputCost", "") if offer is not None else "",
        facts=facts,
    )

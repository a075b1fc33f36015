"""Which deployment a request goes to: candidates over all accounts, the least busy first, resting ones last."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from aicore_tray.aicore.catalogue import Catalogue, ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import Landscape
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.gateway.names import find, near_matches

# A deployment that failed rests so many seconds when the upstream does not say how long; doubled with each failure.
_FIRST_REST = 2.0
_LONGEST_REST = 60.0
# The same conversation stays with its deployment (prompt caches) unless that one has so many more requests to serve.
_AFFINITY_SLACK = 4


@dataclass(slots=True)
class _Health:
    in_flight: int = 0
    failures: int = 0
    rests_until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """A model as it can be asked for.

    Attributes:
        name: what it is listed as: SAP's name, or the name that a configuration pinned.
        facts: what is known of the model behind it.
        deployments: running deployments, newest first.
    """

    name: str
    facts: ModelFacts
    deployments: tuple[Deployment, ...]


@dataclass(slots=True)
class Router:
    """Finds models and candidates, and remembers how deployments are doing.

    Attributes:
        pools: a word in a model's name (`*` for any) -> deployment ids, as users of aicore-proxy configured them; for
            names that nothing else knows.
        models: what is served, by name.
    """

    catalogue: Catalogue
    served_families: frozenset[str]
    clock: Callable[[], float] = time.monotonic
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    models: Mapping[str, ServedModel] = field(default_factory=dict)
    _health: dict[str, _Health] = field(default_factory=dict)

    def update(self, landscape: Landscape) -> None:
        """Take over a new landscape; running requests keep what they have."""
        by_name: dict[str, list[Deployment]] = {}
        for deployment in landscape.deployments:
            if deployment.model:
                by_name.setdefault(deployment.model, []).append(deployment)
        for name, pinned in landscape.pinned.items():
            by_name[name] = list(pinned)
        models = {}
        for name, deployments in by_name.items():
            first = deployments[0]
            facts = self.catalogue.facts(first.model or name, first.executable)
            if facts.family in self.served_families:
                models[name] = ServedModel(name=name, facts=facts, deployments=tuple(deployments))
        self.models = models

    def find(self, name: str) -> ServedModel:
        """Return the model that a client means.

        Raises:
            ApiError: no running deployment has it; near matches are named, another model is never taken.
        """
        if (known := find(name, self.models)) is not None:
            return self.models[known]
        if (pooled := self._pooled(name)) is not None:
            return pooled
        near = near_matches(name, self.models)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        if not self.models:
            hint = " No running deployment has been found yet; `aicore-tray doctor` says why."
        raise ApiError(
            ErrorKind.NOT_FOUND, f"There is no running deployment of the model '{name}'.{hint}", param="model"
        )

    def _pooled(self, name: str) -> ServedModel | None:
        ids = next((ids for word, ids in self.pools.items() if word == "*" or word in name.lower()), ())
        served = {deployment.id: deployment for model in self.models.values() for deployment in model.deployments}
        found = tuple(served[deployment_id] for deployment_id in ids if deployment_id in served)
        if not found:
            return None
        facts = self.catalogue.facts(found[0].model, found[0].executable)
        return ServedModel(name=found[0].model, facts=facts, deployments=found)

    def candidates(self, model: ServedModel, affinity: str = "") -> list[Deployment]:
        """Return the model's deployments in the order in which they are to be tried."""
        now = self.clock()

        def order(deployment: Deployment) -> tuple[bool, float, int, int]:
            health = self._health.get(deployment.url, _Health())
            resting = health.rests_until > now
            place = -_score(affinity, deployment.url) if affinity else 0
            busy = health.in_flight // (_AFFINITY_SLACK if affinity else 1)
            return resting, health.rests_until if resting else 0.0, busy, place

        return sorted(model.deployments, key=order)

    def facts(self, model: ServedModel, deployment: Deployment) -> ModelFacts:
        """Return what is known of the model behind one deployment: under a pinned name they may differ."""
        return self.catalogue.facts(deployment.model or model.name, deployment.executable)

    @contextmanager
    def using(self, deployment: Deployment) -> Iterator[None]:
        """Count a request at a deployment."""
        health = self._health.setdefault(deployment.url, _Health())
        health.in_flight += 1
        try:
            yield
        finally:
            health.in_flight -= 1

    def succeeded(self, deployment: Deployment) -> None:
        health = self._health.setdefault(deployment.url, _Health())
        health.failures, health.rests_until = 0, 0.0

    def failed(self, deployment: Deployment, retry_after: float | None) -> float:
        """Let a deployment rest, as long as the upstream said or longer each time; return the seconds."""
        health = self._health.setdefault(deployment.url, _Health())
        health.failures += 1
        rest = min(_LONGEST_REST, _FIRST_REST * 2 ** (health.failures - 1)) if retry_after is None else retry_after
        health.rests_until = self.clock() + rest
        return rest

    def resting(self, deployment: Deployment) -> float:
        """Return for how many seconds more a deployment rests, 0 if it does not."""
        health = self._health.get(deployment.url)
        return max(0.0, health.rests_until - self.clock()) if health else 0.0


def _score(affinity: str, url: str) -> int:
    """Rendezvous hashing: a conversation keeps its deployment when others come and go."""
    # The affinity may be a header's bytes that are no text.
    mixed = f"{affinity}\0{url}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(mixed, digest_size=8).digest(), "big")

"""One request while it lives, with what the books need of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.families.family import ClientRequest
from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects.answer import Usage
from aicore_tray.dialects.dialect import Asked
from aicore_tray.usage.meter import Running
from aicore_tray.usage.record import RequestRecord


@dataclass(slots=True, kw_only=True)
class Call:
    """One request while it lives, with what the books need of it.

    Attributes:
        id: the x-request-id.
        key: the local key that was shown.
        client: the user agent's first product.
        headers: what every answer to this request carries.
        affinity: what requests of one conversation have in common, "" if nothing is known.
        committed: the answer's head has gone out.
        running: what others see of it while it lives.
    """

    id: str
    request: ClientRequest
    asked: Asked
    stream: bool
    key: LocalKey
    client: str
    headers: Mapping[str, str] = field(default_factory=dict)
    affinity: str = ""
    started: float = field(default_factory=time.time)
    clock: float = field(default_factory=time.monotonic)
    committed: bool = False
    model: str = ""
    deployment: Deployment | None = None
    facts: ModelFacts | None = None
    usage: Usage = field(default_factory=Usage)
    first_token: float | None = None
    complete: bool = False
    error: str = ""
    running: Running = field(default_factory=Running)

    def begin(self, model: str, deployment: Deployment) -> None:
        """Start with a deployment: what one that failed before it has told no longer counts."""
        self.model, self.deployment = model, deployment
        self.usage, self.first_token, self.error = Usage(), None, ""
        self.running.served_by(model)

    def content_came(self) -> None:
        if self.first_token is None:
            self.first_token = time.monotonic() - self.clock
            self.running.content_came(self.first_token)

    def record(self, status: int) -> RequestRecord:
        """Return the entry for the books."""
        return RequestRecord(
            id=self.id,
            started=self.started,
            key=self.key.name,
            client=self.client,
            dialect=self.request.dialect.NAME if self.request.kind == "chat" else "embeddings",
            asked=self.asked.model,
            model=self.model,
            account=self.deployment.account if self.deployment else "",
            deployment=self.deployment.id if self.deployment else "",
            status=status,
            stream=self.stream,
            complete=self.complete,
            usage=self.usage,
            first_token=self.first_token,
            duration=time.monotonic() - self.clock,
            error=self.error,
        )

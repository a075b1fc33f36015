"""What is kept of a request beside the books: its head without secrets, its way, its bodies if wanted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from aicore_tray.dialects.errors import ErrorKind

__all__ = ["LONGEST_BODY", "Body", "Detail", "ErrorKind", "Step", "StepKind", "Why"]

LONGEST_BODY = 256 * 1024
"""So many bytes of a body are captured."""


class StepKind(StrEnum):
    """What happened on a request's way."""

    CHOSEN = "chosen"
    RESTING = "resting"
    WAITED = "waited"
    SKIPPED = "skipped"
    FAILED = "failed"
    ANSWERED = "answered"


class Why(StrEnum):
    """Why a deployment came before the next best one."""

    ONLY = "only"
    OTHERS_REST = "others rest"
    OWN = "own deployment"  # orchestration is the last resort
    SOONEST = "rests shortest"
    OTHERS_TRIED = "others are tried"
    QUOTA = "quota left"
    PRIORITY = "priority"
    LEAST_BUSY = "least busy"
    CONVERSATION = "conversation"  # its prompt is in the upstream's cache
    TURN = "turn"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on a request's way.

    Attributes:
        at: seconds since the request's arrival at which it was over.
        said: of SKIPPED, FAILED and ANSWERED the outcome, such as `429 rate_limit`; of CHOSEN the `Why`.
        seconds: of WAITED how long, of the others how long the deployment rests from then on.
        told: the upstream said itself how long it wants to rest.
        candidates: of CHOSEN how many deployments could answer.
    """

    kind: StepKind
    at: float
    account: str = ""
    group: str = ""
    deployment: str = ""
    said: str = ""
    seconds: float = 0.0
    told: bool = False
    candidates: int = 0


@dataclass(slots=True)
class Body:
    """The beginning of a body, as it came.

    Attributes:
        size: bytes of the whole body.
        kept: bytes of it that are here.
        dropped: it had to give way to newer ones, and so will what still comes.
    """

    size: int = 0
    kept: int = 0
    pieces: list[bytes] = field(default_factory=list)
    dropped: bool = False

    def take(self, data: bytes) -> int:
        """Add what came next, as far as there is room; return how many bytes are kept of it."""
        self.size += len(data)
        room = LONGEST_BODY - self.kept
        if room <= 0 or self.dropped:
            return 0
        piece = data if len(data) <= room else data[:room]
        self.pieces.append(piece)
        self.kept += len(piece)
        return len(piece)

    def drop(self) -> int:
        """Give way; return how many bytes that frees."""
        freed, self.kept, self.dropped = self.kept, 0, True
        self.pieces.clear()
        return freed


@dataclass(slots=True, kw_only=True, eq=False)
class Detail:
    """One request, as its call writes it down while it lives.

    Attributes:
        method: the HTTP method.
        path: as the client asked for it; of its query only what is no secret.
        headers: the client's, without what may be secret.
        size: bytes of the request's body.
        finish: why the model ended its answer, in the client's API's own word; "" for unknown.
        said: what the client was told of an error, without what it asked.
        asked: the request's body, where bodies are captured.
        answer: what the client was sent, where bodies are captured.
    """

    id: str = ""
    started: float = field(default_factory=time.time)
    method: str = ""
    path: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    size: int = 0
    steps: list[Step] = field(default_factory=list)
    finish: str = ""
    said: str = ""
    asked: Body | None = None
    answer: Body | None = None

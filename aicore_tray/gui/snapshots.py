"""What the windows show: immutable pictures of the session, made by it and compared by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deploying import Job
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.config.key_store import LocalKey
from aicore_tray.config.settings import Settings
from aicore_tray.updates import Release
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.statistics import Statistics, Sums


class ProxyState(StrEnum):
    """What the local server does."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"  # another AI Core Tray of this user serves the port, and this one leaves it to it


class Kind(StrEnum):
    """What may stand in the way; `wording.py` has a sentence and a button for each."""

    KEYRING_LOCKED = "keyring locked"
    KEYRING_ABSENT = "keyring absent"
    VAULT_DAMAGED = "vault damaged"
    PORT_TAKEN = "port taken"
    PORT_OURS = "port ours"
    PORT_RESERVED = "port reserved"
    PORT_FORBIDDEN = "port forbidden"
    CANNOT_START = "cannot start"
    SETTINGS_WRONG = "settings wrong"
    PROXY_PASSWORD = "proxy password"  # noqa: S105 - a kind of trouble
    PROXY_WINDOWS = "proxy windows sign-in"
    OFFLINE = "offline"
    UNTRUSTED = "untrusted certificate"
    KEY_REFUSED = "key refused"
    KEY_UNREADABLE = "key unreadable"
    NO_GROUP = "no resource group"
    NO_DEPLOYMENT = "no deployment"
    ACCOUNT = "account"
    BUDGET_SPENT = "budget spent"
    CERTIFICATE_ENDS = "certificate ends"
    BUDGET_NEAR = "budget near"
    WARNING = "warning"
    NO_ACCOUNT = "no account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that stands in the way.

    Attributes:
        subject: what it is about: an account's name, a program with its process id, a port.
        detail: what the engine said of it, for the folded details and where no sentence of ours fits.
        hint: what the engine advises.
        port: the port that is meant, with the next free one in `other_port`; 0 for none.
        days: days that are left, where something ends.
        percent: how much of something is used.
    """

    kind: Kind
    subject: str = ""
    detail: str = ""
    hint: str = ""
    port: int = 0
    other_port: int = 0
    days: int = 0
    percent: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as the windows show it.

    Attributes:
        state: `ready`, `checking`, `refused`, `problem`, `off` or `unreadable`.
        groups: the resource groups that are used.
        sign_in: `secret` or `certificate`; "" while the key cannot be read.
        certificate_ends: the end of an X.509 certificate.
        token_until: Unix seconds until which the token holds; None while there is none.
        deployments: running ones.
        temporary: it came with the environment or the demo and is not in the settings.
    """

    name: str
    state: str
    enabled: bool = True
    groups: tuple[str, ...] = ()
    trouble: Trouble | None = None
    sign_in: str = ""
    certificate_ends: datetime | None = None
    subaccount: str = ""
    region: str = ""
    api_host: str = ""
    token_until: float | None = None
    deployments: int = 0
    requests_today: int = 0
    temporary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """One deployment, or several of one model in one account and state, in the table of models.

    Attributes:
        names: further names that it answers to, familiar ones first.
        status: SAP's own word, such as RUNNING.
        context: tokens; None for unknown.
        price_in: capacity units a million tokens, as text for people; "" for unknown.
        retires: ISO date or "".
        resting: seconds for which it rests after failures.
        through_orchestration: served by the orchestration deployment `id`, without one of its own.
        executable: SAP's name of the model's provider, such as `azure-openai`.
        replacements: the models that SAP suggests in its place.
        newer: the version that could take the place of its own, "" where there is none.
        quota_used: requests of the last sixty seconds, over all accounts of the tenant.
        quota: how many SAP allows in a minute; None where nobody knows.
        quota_learned: that was learned of refusals.
        facts: what the catalogue knows of the model.
    """

    model: str
    account: str
    group: str = ""
    id: str = ""
    version: str = ""
    names: tuple[str, ...] = ()
    on: bool = True
    status: str = "RUNNING"
    detail: str = ""
    context: int | None = None
    price_in: str = ""
    price_out: str = ""
    retires: str = ""
    deprecated: bool = False
    resting: float = 0.0
    kind: str = "chat"
    through_orchestration: bool = False
    executable: str = ""
    replacements: tuple[str, ...] = ()
    newer: str = ""
    quota_used: int = 0
    quota: int | None = None
    quota_learned: bool = False
    facts: ModelFacts = field(default_factory=lambda: ModelFacts(name=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A local API key and what it did today.

    Attributes:
        used: limit -> what was used of it, of a key that has limits.
    """

    key: LocalKey
    requests_today: int = 0
    stored: bool = True
    used: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningView:
    """A request under way.

    Attributes:
        number: tells it from all others of this run.
        started: Unix seconds.
        api: the API that its client speaks, as the books name it.
        asked: the name that was asked for.
        model: the one that serves it; before that, the name that was asked for.
        account: the one that serves it; "" before.
        first_token: seconds until the first content; None while there is none.
    """

    number: int
    id: str
    started: float
    key: str = ""
    client: str = ""
    api: str = ""
    asked: str = ""
    model: str = ""
    account: str = ""
    first_token: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """A tool and whether it talks to the proxy.

    Attributes:
        id: as `connect.registry` has it.
        answered: Unix seconds of its last answer; None while there was none.
        model: the model of that answer.
        first_token: seconds until its first content.
        waiting: it was set up and has not called since.
        failed: the kind of error that its last request ended with, "" where it went well.
    """

    id: str
    answered: float | None = None
    model: str = ""
    first_token: float | None = None
    waiting: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyView:
    """The local server as the door shows it.

    Attributes:
        url: the address, also while it is off (then the one it would have).
        since: Unix seconds since when it listens.
    """

    state: ProxyState = ProxyState.STARTING
    url: str = ""
    in_flight: int = 0
    since: float | None = None

    @property
    def address(self) -> str:
        """The address without its scheme, as people read it."""
        return self.url.partition("://")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that the windows show at one moment.

    Attributes:
        statistics: what was used; parts that are the same objects as before show that nothing changed in them.
        running: requests under way, newest first.
        recent: the last requests that ended, newest first.
        tools: every tool that can be connected.
        troubles: the most serious first.
        loaded: whether the configuration was read; before that lists are empty because nothing is known.
        authority: the PEM file that tools have to trust where HTTPS shows a certificate of ours; "" otherwise.
        looked_at: Unix seconds of the last look at the accounts; None before the first.
        catalogue: the models that may be deployed, by name.
        jobs: changes of deployments, the latest first.
        units_of_month: capacity units that all keys together have used since the month began.
        release: the newer version that was seen; None where there is none, or nobody looks.
    """

    proxy: ProxyView = field(default_factory=ProxyView)
    accounts: tuple[AccountView, ...] = ()
    models: tuple[ModelView, ...] = ()
    keys: tuple[KeyView, ...] = ()
    settings: Settings = field(default_factory=Settings)
    setting_problems: Mapping[str, str] = field(default_factory=dict)
    today: Sums = field(default_factory=Sums)
    statistics: Statistics = field(default_factory=Statistics)
    running: tuple[RunningView, ...] = ()
    recent: tuple[RequestRecord, ...] = ()
    tools: tuple[ToolView, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    loaded: bool = False
    looked_at: float | None = None
    demo: bool = False
    authority: str = ""
    catalogue: tuple[OfferedModel, ...] = ()
    jobs: tuple[Job, ...] = ()
    units_of_month: float = 0.0
    release: Release | None = None

    @property
    def model_names(self) -> tuple[str, ...]:
        """The models that can be asked for, once each; those with a deployment of their own come first."""
        running = [row for row in self.models if row.on and row.status == "RUNNING"]
        running.sort(key=lambda row: row.through_orchestration)
        return tuple(dict.fromkeys(row.model for row in running))

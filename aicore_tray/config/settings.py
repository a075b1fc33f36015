"""Our own settings: each declared once with its type, default and help; none of them is a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from aicore_tray.config.declaring import Declared, Setting
from aicore_tray.system.network import PROXY_SYSTEM, NetworkSettings

__all__ = ["AccountSettings", "Declared", "Setting", "Settings", "declared", "help_of"]

DEFAULT_PORT = 3001
TIERS = ("opus", "sonnet", "haiku", "gpt")
EVERY_MODEL = "*"
BALANCINGS = ("least_busy", "round_robin", "priority")
PRICES = ("input", "output", "cache_read", "cache_write")
POOLS = ("opus", "sonnet", "haiku", EVERY_MODEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """One account in the settings; its service key lies in the vault, or in a file that it names."""

    service_key_file: Annotated[Path | None, "A service key JSON; without it the key is in the vault"] = None
    resource_groups: Annotated[tuple[str, ...], "The resource groups whose deployments are served"] = ("default",)
    deployments: Annotated[
        dict[str, tuple[str, ...]], "Model name -> deployment ids or URLs, served in place of what discovery finds"
    ] = field(default_factory=dict)
    enabled: Annotated[bool, "Whether it serves; false lets it rest with all its settings"] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a person can set; `help_of` tells what each value means."""

    start_hidden: Annotated[
        bool, Setting("Start without a window", "Open no window at the start; the tray icon shows it", "general")
    ] = False
    keep_running: Annotated[
        bool, Setting("Keep running in the tray", "Closing the window leaves the proxy running", "general")
    ] = True
    language: Annotated[
        str,
        Setting("Language", "Of texts, numbers and dates", "general", "choice", ("system", "en", "de")),
    ] = "system"
    check_updates: Annotated[
        bool,
        Setting(
            "Look for new versions",
            "Ask once a day whether there is a newer version, and say so; nothing is downloaded",
            "general",
        ),
    ] = True
    host: Annotated[
        str, Setting("Address", "The address to listen on; 0.0.0.0 opens the proxy to the network", "server", "host")
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Setting("Port", "The port to listen on; 0 picks a free one", "server", "port", minimum=0, maximum=65535),
    ] = DEFAULT_PORT
    tls: Annotated[bool, Setting("HTTPS", "Serve HTTPS with a certificate that is made here", "server")] = False
    tls_certificate: Annotated[
        Path | None,
        Setting("Certificate", "Serve HTTPS with this PEM certificate and its chain", "server", "file"),
    ] = None
    tls_key: Annotated[
        Path | None,
        Setting("Key of the certificate", "Where the certificate's file does not hold it", "server", "file"),
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        Setting("Further names", "Further names under which clients may call (containers, proxies)", "server", "list"),
    ] = ()
    cors_origins: Annotated[
        tuple[str, ...],
        Setting("Web pages", "Web pages that may call from a browser, such as https://chat.local", "server", "list"),
    ] = ()
    ollama_key: Annotated[
        str,
        Setting(
            "Ollama's API",
            "The API key (its name) on whose behalf tools that know Ollama alone are served without one; empty for off",
            "server",
        ),
    ] = ""
    ollama_port: Annotated[
        int,
        Setting(
            "Ollama's port",
            "Where such tools look for it, on 127.0.0.1 alone",
            "server",
            "port",
            minimum=0,
            maximum=65535,
        ),
    ] = 11434
    proxy: Annotated[
        str, Setting("Proxy", "The way out: system, environment, none, or http://host:port", "network", "proxy")
    ] = PROXY_SYSTEM
    no_proxy: Annotated[
        tuple[str, ...],
        Setting(
            "Without the proxy", "Hosts that never use the proxy: names, endings, patterns with *", "network", "list"
        ),
    ] = ()
    proxy_user: Annotated[
        str, Setting("Proxy user", "The user name for the proxy; its password is in the vault", "network")
    ] = ""
    ca_file: Annotated[
        Path | None,
        Setting("Certificate authorities", "A PEM file of further certificate authorities", "network", "file"),
    ] = None
    connect_timeout: Annotated[
        float,
        Setting(
            "Connecting takes at most",
            "Seconds for a connection to SAP, TLS included",
            "network",
            "seconds",
            minimum=0.1,
            maximum=600,
            unit="s",
        ),
    ] = 15.0
    idle_timeout: Annotated[
        float,
        Setting(
            "Silence lasts at most",
            "Seconds without a byte until an answer counts as dead",
            "network",
            "seconds",
            minimum=0.1,
            maximum=86_400,
            unit="s",
        ),
    ] = 300.0
    log_level: Annotated[
        str, Setting("Detail", "How much the log tells", "logging", "choice", ("warning", "info", "debug"))
    ] = "info"
    log_bodies: Annotated[
        bool,
        Setting(
            "Prompts and answers",
            "Write what clients ask and models answer into the log: for the search of a fault, and off again after it",
            "logging",
        ),
    ] = False
    log_days: Annotated[
        int,
        Setting(
            "Keep logs for", "Days after which log files are deleted", "logging", minimum=1, maximum=3650, unit="days"
        ),
    ] = 7
    usage_days: Annotated[
        int,
        Setting(
            "Keep usage for",
            "Days after which usage is deleted; 0 keeps all of it",
            "logging",
            minimum=0,
            maximum=36_500,
            unit="days",
        ),
    ] = 0
    currency: Annotated[
        str,
        Setting("Currency", "In which costs are told beside SAP's capacity units, such as EUR", "logging"),
    ] = ""
    unit_price: Annotated[
        float,
        Setting(
            "Price of a capacity unit",
            "What one capacity unit of SAP AI Core costs you in your currency; 0 tells costs in units alone",
            "logging",
            "price",
            minimum=0,
            maximum=1_000_000,
        ),
    ] = 0.0
    monthly_budget: Annotated[
        float,
        Setting(
            "Monthly budget",
            "Capacity units that all keys together may use in a month; then requests are refused until the next one. "
            "0 sets none",
            "limits",
            "price",
            minimum=0,
            maximum=1_000_000_000,
        ),
    ] = 0.0
    budget_warning: Annotated[
        int,
        Setting(
            "Warn of the budget at",
            "How much of it is used when window and tray say so",
            "limits",
            minimum=1,
            maximum=100,
            unit="%",
        ),
    ] = 80
    token_usage_file: Annotated[
        Path | None,
        Setting(
            "Token log",
            "Also writes each request as a line of JSON into this file, as sap-ai-core-llm-proxy does",
            "logging",
            "file",
        ),
    ] = None
    keep_reasoning: Annotated[
        bool,
        Setting(
            "Keep reasoning",
            "Keep what models thought before they called a tool for two weeks: tools that cannot send it back need it",
            "logging",
        ),
    ] = True
    max_body_mb: Annotated[
        int,
        Setting("Largest request", "Megabytes of a request's body", "limits", minimum=1, maximum=2048, unit="MB"),
    ] = 256
    max_requests: Annotated[
        int,
        Setting(
            "Requests at once",
            "Requests under way at once; further ones are told to wait (429). 0 sets no limit",
            "limits",
            minimum=0,
            maximum=100_000,
        ),
    ] = 0
    balancing: Annotated[
        str,
        Setting(
            "Several deployments",
            "Which deployment of a model a request goes to: the least busy (a conversation stays where it is), "
            "one after the other, or the first in order of priority",
            "advanced",
            "choice",
            BALANCINGS,
        ),
    ] = BALANCINGS[0]
    max_connections: Annotated[
        int,
        Setting(
            "Connections at once",
            "Connections that are held at once; further ones are refused (503)",
            "limits",
            minimum=8,
            maximum=100_000,
        ),
    ] = 4096
    quota_wait: Annotated[
        float,
        Setting(
            "Wait for quota at most",
            "Seconds for which a request may wait until SAP takes more of its model, in place of a 429; 0 never waits",
            "limits",
            "seconds",
            minimum=0,
            maximum=600,
            unit="s",
        ),
    ] = 10.0
    nearest_version: Annotated[
        bool,
        Setting(
            "Nearest version",
            "Serve a model whose version is not deployed by the nearest version of the same family; "
            "otherwise such names are told that there is none",
            "advanced",
        ),
    ] = False
    default_model: Annotated[
        str,
        Setting("Default model", "The model for names that nothing else knows; empty for none", "advanced"),
    ] = ""
    orchestration: Annotated[
        bool,
        Setting(
            "Orchestration",
            "Serve models that have no deployment through SAP's orchestration service, where one runs; "
            "it also stands in for deployments that fail",
            "advanced",
        ),
    ] = True
    discovery_interval: Annotated[
        float,
        Setting(
            "Look for deployments every",
            "Seconds between two looks for deployments",
            "advanced",
            "seconds",
            minimum=0.1,
            maximum=86_400,
            unit="s",
        ),
    ] = 300.0
    vault_key_file: Annotated[
        Path | None,
        Setting("Vault's key file", "Keeps the vault's key in this file where there is no keyring", "advanced", "file"),
    ] = None
    database: Annotated[
        str,
        Setting(
            "Database",
            "PostgreSQL for several replicas that share keys, limits and usage: postgresql://user@host:5432/name; "
            "from the next start on. Empty for files of our own",
            "advanced",
            "database",
        ),
    ] = ""
    update_repository: Annotated[
        str,
        Setting(
            "New versions from",
            "The repository on GitHub, or on a company's own, whose releases are looked at",
            "advanced",
        ),
    ] = "https://github.com/aicore-tray/aicore-tray"
    aliases: Annotated[
        dict[str, str],
        Setting(
            "Aliases",
            "Name or pattern (claude-*) -> the model that is meant; the one that spells out most counts",
        ),
    ] = field(default_factory=dict)
    tiers: Annotated[
        dict[str, str],
        Setting("Tiers", "opus, sonnet, haiku or gpt -> the model for unknown names that hold the word"),
    ] = field(default_factory=dict)
    hidden_models: Annotated[
        tuple[str, ...],
        Setting("Hidden models", "Names or patterns of models that are neither listed nor served", kind="list"),
    ] = ()
    pools: Annotated[
        dict[str, tuple[str, ...]],
        Setting("Pools", "opus, sonnet, haiku or * -> deployment ids, for model names that nothing else knows"),
    ] = field(default_factory=dict)
    weights: Annotated[
        dict[str, float],
        Setting("Weights", "Account or deployment id -> its share of the requests, where others have 1"),
    ] = field(default_factory=dict)
    priorities: Annotated[
        tuple[str, ...],
        Setting(
            "Priorities", "Accounts and deployment ids, the first choice first; others come after", "advanced", "list"
        ),
    ] = ()
    accounts: Annotated[dict[str, AccountSettings], Setting("Accounts", "SAP AI Core accounts by name")] = field(
        default_factory=dict
    )
    models: Annotated[
        dict[str, dict[str, Any]], Setting("Model facts", "Model facts that override the shipped catalogue")
    ] = field(default_factory=dict)
    prices: Annotated[
        dict[str, dict[str, float]],
        Setting(
            "Prices",
            "Model -> input, output, cache_read, cache_write: capacity units for 1,000 tokens, where SAP tells none",
        ),
    ] = field(default_factory=dict)

    @property
    def https(self) -> bool:
        return self.tls or self.tls_certificate is not None

    @property
    def network(self) -> NetworkSettings:
        return NetworkSettings(
            proxy=self.proxy,
            no_proxy=self.no_proxy,
            proxy_user=self.proxy_user,
            ca_file=self.ca_file,
            connect_timeout=self.connect_timeout,
            idle_timeout=self.idle_timeout,
        )


def declared() -> tuple[Declared, ...]:
    """Return every setting with all that is declared of it, in the order of the declarations."""
    return tuple(
        Declared(
            *(getattr(_DECLARED[item.name], part.name) for part in fields(Setting)),
            name=item.name,
            type=_TYPES[item.name],
            default=item.default_factory() if item.default_factory is not MISSING else item.default,
        )
        for item in fields(Settings)
    )


def help_of() -> Mapping[str, str]:
    """Return setting -> what it means."""
    return {name: setting.help for name, setting in _DECLARED.items()}


_TYPES = get_type_hints(Settings)
_DECLARED: Mapping[str, Setting] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()
}

"""Configurations of programs that write YAML or keep theirs in parts: aicore-router, LiteLLM and Cline."""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP, Account
from aicore_tray.aicore.environment import find
from aicore_tray.aicore.service_key import ServiceKey, parse_service_key
from aicore_tray.config.imported import Gathering, Imported
from aicore_tray.errors import ConfigurationError, ServiceKeyError

_PROVIDER = {
    "uaa_client_id": "clientid", "uaa_client_secret": "clientsecret", "uaa_token_url": "url", "genai_api_url": "apiurl",
}  # fmt: skip
_ROUTER_KEYS = {
    "providers", "api_keys", "bind", "models", "fallback_models", "load_balancing", "quotas", "log_requests",
    "refresh_interval_secs", "openai_api_version", "log_level", *_PROVIDER, "resource_group",
}  # fmt: skip
_PROVIDER_KEYS = {*_PROVIDER, "name", "resource_group", "weight", "enabled"}
_STRATEGIES = {"round_robin": "round_robin", "fallback": "priority"}
# What aicore-router does that is done otherwise here, or by itself.
_ROUTER_LEFT = {
    "quotas": "limits of tokens are set for each key, under API keys",
    "fallback_models": "set `default_model` or `nearest_version`, or an alias, in their place",
    "log_requests": "requests are always kept; `usage_days` says for how long",
}
_LITELLM_KEYS = {
    "model_list", "litellm_settings", "general_settings", "router_settings", "environment_variables",
}  # fmt: skip
_SAP = "sap/"
_FROM_ENVIRONMENT = "os.environ/"
_CLINE = {
    "sapAiCoreClientId": "clientid", "sapAiCoreClientSecret": "clientsecret",
    "sapAiCoreTokenUrl": "url", "sapAiCoreBaseUrl": "apiurl",
}  # fmt: skip
# The extension keeps what is secret apart from what is not.
_CLINE_PARTS = {"secrets.json": "globalState.json", "globalState.json": "secrets.json"}
_CLINE_CLI = {"clientId": "clientid", "clientSecret": "clientsecret", "tokenUrl": "url"}


def read_yaml(text: str, path: Path, name: str, env: Mapping[str, str] = os.environ) -> Imported:
    """Read a configuration in YAML.

    Raises:
        ConfigurationError: it is no YAML, of no program that is known here, or cannot be used; one line a problem.
    """
    import yaml  # takes longer than all that most starts need of this room

    try:
        value: object = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise ConfigurationError([f"{path}: is not valid YAML: line {line} cannot be read"]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigurationError([f"{path}: is not valid YAML"]) from error
    if isinstance(value, dict) and "model_list" in value:
        return _LiteLlm(path, name, env).read(value)
    if isinstance(value, dict) and ("providers" in value or "uaa_client_id" in value):
        return _Router(path, name).read(value)
    raise ConfigurationError(
        [f"{path}: is no configuration that is known here; aicore-router's has `providers`, LiteLLM's a `model_list`"]
    )


def is_cline(value: object) -> bool:
    """Tell whether an object of JSON is of Cline and speaks of SAP AI Core."""
    if not isinstance(value, dict):
        return False
    return any(name in value for name in _CLINE) or _cline_provider(value) is not None


def read_cline(value: Mapping[str, object], path: Path, name: str) -> Imported:
    """Read what Cline keeps: its extension in two files, its program for the terminal in one.

    Raises:
        ConfigurationError: it cannot be used; one line a problem.
    """
    return _Cline(path, name).read(value)


class _Reading(Gathering):
    """What the readers have in common: a service key out of single values."""

    def _key(self, fields: Mapping[str, object], where: str, names: Mapping[str, str]) -> ServiceKey | None:
        values: dict[str, object] = {}
        for name, plain in names.items():
            value = fields.get(name)
            if isinstance(value, str) and value.strip():
                values[plain] = value.strip()
            else:
                self._wrong(f"{where}{name}", "is missing" if value in (None, "") else "must be a text")
        if len(values) < len(names):
            return None
        try:
            return parse_service_key(values)
        except ServiceKeyError as error:
            self._wrong(where.rstrip(".") or "the service key", error.user_message, error.hint)
            return None

    def _done(self, imported: Imported | None) -> Imported:
        if self.problems or imported is None:
            raise ConfigurationError(self.problems)
        return imported


class _Router(_Reading):
    """aicore-router's config.yaml.

    Source: https://github.com/iberryful/aicore-router, examples/config.yaml and src/config.rs.
    """

    def read(self, value: Mapping[str, object]) -> Imported:
        self._check_names(value, _ROUTER_KEYS, "")
        accounts = self._accounts(value)
        host, port = self._bind(value.get("bind"))
        for name, instead in _ROUTER_LEFT.items():
            if value.get(name):
                self._passed_over(name, f"is left out; {instead}")
        balancing = value.get("load_balancing")
        strategy = _STRATEGIES.get(balancing) if isinstance(balancing, str) else None
        if balancing is not None and strategy is None:
            self._passed_over("load_balancing", "is not known here and is left out")
        imported = self._imported(
            accounts,
            api_keys=self._keys(value.get("api_keys")),
            aliases=self._aliases(value.get("models")),
            strategy=strategy,
            network={"host": host, "port": port},
        )
        return self._done(imported)

    def _accounts(self, value: Mapping[str, object]) -> list[Account | None]:
        providers = value.get("providers")
        if providers is None:
            return [self._account(value, "", self._name)]
        if not isinstance(providers, list) or not providers:
            self._wrong("providers", "must be a list with at least one provider")
            return [None]
        accounts: list[Account | None] = []
        for number, entry in enumerate(providers):
            where = f"providers[{number}]"
            if not isinstance(entry, dict):
                self._wrong(where, "must be an object")
            elif entry.get("enabled") is False:
                self._passed_over(where, "is switched off and is left out")
            else:
                self._check_names(entry, _PROVIDER_KEYS, f"{where}.")
                if entry.get("weight", 1) != 1:
                    self._passed_over(f"{where}.weight", "is left out; `weights` in the settings says it here")
                named = entry.get("name")
                accounts.append(self._account(entry, f"{where}.", named if isinstance(named, str) else ""))
        if not accounts and not self.problems:
            self._wrong("providers", "every one is switched off")
        return accounts

    def _account(self, entry: Mapping[str, object], where: str, name: str) -> Account | None:
        key = self._key(entry, where, _PROVIDER)
        groups = self._groups(entry, "resource_group", where)
        return None if key is None else Account(name=name or key.identity_zone, key=key, resource_groups=groups)

    def _bind(self, value: object) -> tuple[str | None, int | None]:
        """Return host and port of `127.0.0.1:8900`, `127.0.0.1` or `[::1]:8900`."""
        if value is None:
            return None, None
        text = str(value)
        host, colon, port = text.rpartition(":")
        if not colon or text.endswith("]") or (text.count(":") > 1 and not text.startswith("[")):
            host, port = text, ""
        host = host.strip("[]")
        try:
            ipaddress.ip_address(host)
            return host, int(port) if port else None
        except ValueError:
            self._wrong("bind", "must be an address, with a port or without", 'write "127.0.0.1:8900"')
            return None, None

    def _keys(self, value: object) -> tuple[str, ...]:
        entries = value if isinstance(value, list) else [] if value is None else [value]
        keys, limited = [], 0
        for number, entry in enumerate(entries):
            key = entry.get("key") if isinstance(entry, dict) else entry
            if not isinstance(key, str) or not key.strip():
                self._wrong(f"api_keys[{number}]", "must be a text that is not empty")
                continue
            keys.append(key.strip())
            limited += isinstance(entry, dict) and any(entry.get(name) for name in entry if name != "key")
        if limited:
            self._passed_over("api_keys", f"the limits of {limited} are left out; set them under API keys")
        return tuple(keys)

    def _aliases(self, value: object) -> dict[str, str]:
        aliases: dict[str, str] = {}
        for number, entry in enumerate(value if isinstance(value, list) else []):
            name = entry.get("name") if isinstance(entry, dict) else None
            if not isinstance(name, str):
                self._passed_over(f"models[{number}]", "has no name and is left out")
                continue
            model = entry.get("aicore_model_name") or name
            others = entry.get("aliases") or []
            for alias in (name, *(each for each in others if isinstance(each, str))):
                if alias != model:
                    aliases[alias] = str(model)
        return aliases


class _LiteLlm(_Reading):
    """LiteLLM's config.yaml, as far as it is about `sap/` models.

    Source: https://docs.litellm.ai/docs/providers/sap and https://docs.litellm.ai/docs/proxy/configs.

    Args:
        env: where `os.environ/NAME` and what LiteLLM reads by itself come from.
    """

    def __init__(self, path: Path, name: str, env: Mapping[str, str]) -> None:
        super().__init__(path, name)
        self._env = env

    def read(self, value: Mapping[str, object]) -> Imported:
        variables = value.get("environment_variables")
        for name, text in variables.items() if isinstance(variables, dict) else ():
            if isinstance(text, str | int):
                self._env = {**self._env, str(name): self._resolved(str(text), f"environment_variables.{name}")}
        aliases = dict(self._models(value.get("model_list")))
        account = self._account()
        general = value.get("general_settings")
        master = general.get("master_key") if isinstance(general, dict) else None
        admin = self._resolved(master, "general_settings.master_key") if isinstance(master, str) else ""
        for name in ("router_settings", "litellm_settings"):
            if value.get(name):
                self._passed_over(name, "is left out")
        if isinstance(general, dict) and any(name != "master_key" for name in general):
            self._passed_over("general_settings", "all but the master key is left out")
        self._check_names(value, _LITELLM_KEYS, "")
        imported = self._imported([account], admin_keys=(admin,) if admin else (), aliases=aliases)
        return self._done(imported)

    def _models(self, value: object) -> Iterator[tuple[str, str]]:
        """Give what clients ask for and what SAP calls it, where the two are not the same."""
        if not isinstance(value, list) or not value:
            self._wrong("model_list", "must be a list with at least one model")
            return
        ours = 0
        for number, entry in enumerate(value):
            parameters = entry.get("litellm_params") if isinstance(entry, dict) else None
            model = parameters.get("model") if isinstance(parameters, dict) else None
            if not isinstance(model, str):
                self._passed_over(f"model_list[{number}]", "names no model and is left out")
            elif not model.startswith(_SAP):
                self._passed_over(f"model_list[{number}]", f"{model} is not of SAP AI Core and is left out")
            else:
                ours += 1
                name = entry.get("model_name")
                if isinstance(name, str) and name not in (model, model.removeprefix(_SAP)) and "*" not in model:
                    yield name, model.removeprefix(_SAP)
        if not ours:
            self._wrong("model_list", "has no model that begins with sap/")

    def _account(self) -> Account | None:
        try:
            found = find(self._env, home=Path(self._env.get("HOME") or self._env.get("USERPROFILE") or Path.home()))
        except ServiceKeyError as error:
            self._wrong("the service key", error.user_message, error.hint)
            return None
        if found is None:
            self._wrong(
                "AICORE_SERVICE_KEY",
                "is set neither under environment_variables nor here",
                "bring in the service key itself, or set the variable as LiteLLM has it",
            )
            return None
        key, group, _ = found
        return Account(name=key.identity_zone or self._name, key=key, resource_groups=(group,))

    def _resolved(self, text: str, where: str) -> str:
        if not text.startswith(_FROM_ENVIRONMENT):
            return text
        name = text.removeprefix(_FROM_ENVIRONMENT)
        if name not in self._env:
            self._passed_over(where, f"{name} is not set here, and is left out")
        return self._env.get(name, "")


class _Cline(_Reading):
    """What Cline keeps of SAP AI Core.

    Source: https://github.com/cline/cline, its state keys and its settings of providers.
    """

    def read(self, value: Mapping[str, object]) -> Imported:
        provider = _cline_provider(value)
        if provider is not None:
            sap = provider.get("sap")
            fields = {**(sap if isinstance(sap, dict) else {}), "baseUrl": provider.get("baseUrl")}
            key = self._key(fields, "sapaicore.", {**_CLINE_CLI, "baseUrl": "apiurl"})
            group = fields.get("resourceGroup")
        else:
            both = {**self._other_part(), **value}
            key = self._key(both, "", _CLINE)
            group = both.get("sapAiResourceGroup")
        if key is None:
            return self._done(None)
        groups = (group if isinstance(group, str) and group else DEFAULT_RESOURCE_GROUP,)
        account = Account(name=key.identity_zone or "cline", key=key, resource_groups=groups)
        return self._done(self._imported([account]))

    def _other_part(self) -> dict[str, object]:
        """Return what the extension keeps beside this file."""
        beside = self._path.with_name(_CLINE_PARTS.get(self._path.name, ""))
        if beside.name not in _CLINE_PARTS:
            return {}
        try:
            found = json.loads(beside.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            self._passed_over(beside.name, f"cannot be read ({type(error).__name__})")
            return {}
        return found if isinstance(found, dict) else {}


def _cline_provider(value: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return the settings of SAP AI Core among the providers that Cline's program for the terminal keeps."""
    providers = value.get("providers")
    entry = providers.get("sapaicore") if isinstance(providers, dict) else None
    settings = entry.get("settings") if isinstance(entry, dict) else None
    return settings if isinstance(settings, dict) else None

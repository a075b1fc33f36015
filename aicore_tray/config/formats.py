"""Configuration files of other proxies and of SAP's tools, read as they are, with every mistake told at once."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP, Account
from aicore_tray.aicore.environment import read_pem_files
from aicore_tray.aicore.pasted import read_json
from aicore_tray.aicore.service_key import ServiceKey, parse_service_key
from aicore_tray.config.imported import CLOSE, Gathering, Imported, did_you_mean
from aicore_tray.config.importers import is_cline, read_cline, read_yaml
from aicore_tray.config.settings import EVERY_MODEL, POOLS
from aicore_tray.errors import ConfigurationError, ServiceKeyError

_DEFAULT_NAME = "default"
# The keys of sap-ai-core-llm-proxy's file, and below of aicore-proxy's.
_LLM_PROXY_KEYS = {
    "subAccounts", "service_key_json", "deployment_models", "resource_group", "secret_authentication_tokens",
    "port", "host", "hostLocal",
}  # fmt: skip
_SUB_ACCOUNT_KEYS = {"service_key_json", "deployment_models", "resource_group"}
CREDENTIALS = {
    "sap_client_id": "clientid", "sap_client_secret": "clientsecret", "sap_auth_url": "url", "sap_ai_api_url": "apiurl",
}  # fmt: skip
_AICORE_PROXY_KEYS = {
    *CREDENTIALS, "sap_deployment_id", "sap_resource_group", "api_keys", "admin_token", "verbose", "enable_stats",
    "smooth_stream", "smooth_stream_chars", "smooth_stream_delay_ms", "host", "port",
}  # fmt: skip
_YAML = (".yaml", ".yml")
_KINDS = tuple(word for word in POOLS if word != EVERY_MODEL)


def read_configuration(path: Path) -> Imported | None:
    """Read a configuration file of another proxy, of SAP's tools, or a service key; None for a file in TOML, our own.

    Raises:
        ConfigurationError: it cannot be used; one line a problem.
    """
    if path.suffix.lower() == ".toml":
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError([f"{path}: there is no such file"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: cannot be read ({type(error).__name__})"]) from error
    if path.suffix.lower() in _YAML:
        return read_yaml(text, path, path.stem)
    return _read_text(text, path, path.stem)


def read_pasted(text: str) -> Imported:
    """Read what somebody pasted: a service key or a configuration, whose file names are relative to this folder.

    Raises:
        ConfigurationError: it cannot be used; one line a problem.
    """
    return _read_text(text, Path("stdin"), _DEFAULT_NAME)


def read_environment(env: Mapping[str, str]) -> Imported | None:
    """Return what aicore-proxy takes from the environment, None where none of its credentials is there.

    Raises:
        ConfigurationError: it is not whole; one line a problem.
    """
    value: dict[str, object] = {name: env[name.upper()] for name in _AICORE_PROXY_KEYS if env.get(name.upper())}
    if not any(name in value for name in CREDENTIALS):
        return None
    if isinstance(keys := value.get("api_keys"), str):
        value["api_keys"] = [key.strip() for key in keys.split(",") if key.strip()]
    if isinstance(port := value.get("port"), str) and port.strip().isdigit():
        value["port"] = int(port)
    return _Reader(Path("environment"), _DEFAULT_NAME).read(value)


def places(env: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Return the files of other programs that lie where these programs look for them."""
    cline = home / ".cline" / "data"
    usual = (
        Path("/etc/aicore-proxy/config.json"),
        home / ".aicore-proxy" / "config.json",
        home / ".aicore" / "config.json",
        home / ".aicore" / "config.yaml",
        cline / "secrets.json",
        cline / "settings" / "providers.json",
    )
    named = [Path(env["CONFIG_PATH"])] if env.get("CONFIG_PATH") else []
    return tuple(file for file in (*named, *usual) if _holds_something(file))


def _holds_something(file: Path) -> bool:
    """Tell whether there is an account in a file, or a mistake that has to be told."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    try:
        value = json.loads(text)
    except ValueError:
        return True
    return file.parts[-1] not in ("secrets.json", "providers.json") or is_cline(value)


def _read_text(text: str, path: Path, name: str) -> Imported:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{") and _names_in(text):
            raise ConfigurationError(
                [f"{path}: is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}"]
            ) from None
        try:  # a service key is forgiven more than a configuration
            value = read_json(text, "file")
        except ServiceKeyError as refused:
            raise ConfigurationError([f"{path}: {refused.line()}"]) from None
    if isinstance(value, dict) and is_cline(value):
        return read_cline(value, path, name)
    return _Reader(path, name).read(value)


def _names_in(text: str) -> bool:
    return any(f'"{name}"' in text for name in (_LLM_PROXY_KEYS | _AICORE_PROXY_KEYS) - {"host", "port"})


class _Reader(Gathering):
    """Reads a service key, or the configuration of one of the two older proxies."""

    def read(self, value: object) -> Imported:
        if not isinstance(value, dict) or any(_is_of_key(name) for name in value):
            imported = self._service_key(value)
        else:
            llm_proxy = _score(value, _LLM_PROXY_KEYS - {"host", "port"})
            aicore_proxy = _score(value, _AICORE_PROXY_KEYS - {"host", "port"})
            if not llm_proxy and not aicore_proxy:
                imported = self._service_key(value)
            else:
                imported = self._llm_proxy(value) if llm_proxy >= aicore_proxy else self._aicore_proxy(value)
        if self.problems or imported is None:
            raise ConfigurationError(self.problems)
        return imported

    # sap-ai-core-llm-proxy: several sub-accounts, or one in the older flat form.
    def _llm_proxy(self, value: Mapping[str, object]) -> Imported | None:
        self._check_names(value, _LLM_PROXY_KEYS, "")
        accounts: list[Account | None] = []
        if "subAccounts" in value:
            subaccounts = value["subAccounts"]
            if not isinstance(subaccounts, dict):
                self._wrong("subAccounts", "must be an object", 'write {"name": {"service_key_json": "key.json"}}')
                subaccounts = {}
            elif not subaccounts:
                self._wrong("subAccounts", "is empty", "name at least one sub-account")
            for name, entry in subaccounts.items():
                where = f"subAccounts.{name}"
                if isinstance(entry, dict):
                    self._check_names(entry, _SUB_ACCOUNT_KEYS, f"{where}.")
                    accounts.append(self._llm_proxy_account(str(name), entry, f"{where}."))
                else:
                    self._wrong(where, "must be an object", 'write {"service_key_json": "key.json"}')
        elif not _slipped(value, "subAccounts"):
            accounts.append(self._llm_proxy_account(_DEFAULT_NAME, value, ""))
        return self._imported(accounts, api_keys=self._texts(value, "secret_authentication_tokens"), network=value)

    def _llm_proxy_account(self, name: str, entry: Mapping[str, object], where: str) -> Account | None:
        key = self._llm_proxy_key(entry, f"{where}service_key_json")
        groups = self._groups(entry, "resource_group", where)
        pinned = self._pinned(entry.get("deployment_models"), f"{where}deployment_models")
        return None if key is None else Account(name=name, key=key, resource_groups=groups, pinned=pinned)

    def _llm_proxy_key(self, entry: Mapping[str, object], where: str) -> ServiceKey | None:
        value = entry.get("service_key_json")
        if value is None:
            if not _slipped(entry, "service_key_json"):
                self._wrong(where, "is missing", "name the service key's JSON file, or put the key itself there")
            return None
        try:
            if isinstance(value, dict) or (isinstance(value, str) and value.lstrip().startswith("{")):
                return parse_service_key(value)
            if isinstance(value, str) and value.strip():
                file = self._path.parent / Path(value).expanduser()
                return parse_service_key(file.read_text(encoding="utf-8-sig"), source=f"file {value}")
            self._wrong(where, "must be the name of a file, or the service key itself as an object")
        except ServiceKeyError as error:
            self._wrong(where, error.user_message, error.hint)
        except FileNotFoundError:
            folder = self._path.absolute().parent
            self._wrong(where, f"there is no file {value}", f"the path is relative to {folder}")
        except (OSError, UnicodeDecodeError) as error:
            self._wrong(where, f"the file {value} cannot be read ({type(error).__name__})")
        return None

    def _pinned(self, value: object, where: str) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(where, "must be an object", 'write {"model": ["deployment URL or id"]}, or leave it out')
            return {}
        pinned = {}
        for name, pins in value.items():
            entries = [pins] if isinstance(pins, str) else pins
            if not isinstance(entries, list) or not all(isinstance(pin, str) and pin.strip() for pin in entries):
                self._wrong(f"{where}.{name}", "must be a list of deployment URLs or ids")
            elif not entries:
                self.warnings.append(f"{self._path}: {where}.{name}: names no deployment and is left out")
            else:
                pinned[str(name)] = tuple(pin.strip() for pin in entries)
        return pinned

    def _aicore_proxy(self, value: Mapping[str, object]) -> Imported | None:
        self._check_names(value, _AICORE_PROXY_KEYS, "")
        credentials: dict[str, object] = {}
        for name, plain in CREDENTIALS.items():
            entry = value.get(name)
            if isinstance(entry, str) and entry.strip():
                credentials[plain] = entry
            elif entry not in (None, ""):
                self._wrong(name, "must be a text in quotes")
            elif not _slipped(value, name):
                self._wrong(name, "is missing", f"it is {plain} of the service key")
        key = None
        if len(credentials) == len(CREDENTIALS):
            try:
                key = parse_service_key(credentials)
            except ServiceKeyError as error:
                self._wrong("sap_*", error.user_message, error.hint)
        groups = self._groups(value, "sap_resource_group", "")
        account = None if key is None else Account(name=_DEFAULT_NAME, key=key, resource_groups=groups)
        admin = value.get("admin_token")
        if admin is not None and not isinstance(admin, str):
            self._wrong("admin_token", "must be a text in quotes")
        return self._imported(
            [account],
            api_keys=self._texts(value, "api_keys"),
            admin_keys=(admin,) if isinstance(admin, str) and admin else (),
            pools=self._pools(value.get("sap_deployment_id")),
            network=value,
        )

    def _pools(self, value: object) -> dict[str, tuple[str, ...]]:
        where = "sap_deployment_id"
        if not isinstance(value, dict):
            ids = self._ids(value, where)
            return {EVERY_MODEL: ids} if ids else {}
        pools = {}
        for name, ids in value.items():
            if str(name).lower() not in _KINDS:
                hint = did_you_mean(str(name).lower(), _KINDS) or f"there are {', '.join(_KINDS)}"
                self._wrong(f"{where}.{name}", "is not a known kind of model", hint)
            elif found := self._ids(ids, f"{where}.{name}"):
                pools[str(name).lower()] = found
        return pools

    def _ids(self, value: object, where: str) -> tuple[str, ...]:
        entries = value.split(",") if isinstance(value, str) else [] if value is None else value
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            self._wrong(where, "must be a deployment id or a list of them")
            return ()
        return tuple(entry.strip() for entry in entries if entry.strip())

    # A service key in any shape, and the flat AICORE_* file of SAP's own tools.
    def _service_key(self, value: object) -> Imported | None:
        group = value.get("AICORE_RESOURCE_GROUP") if isinstance(value, dict) else None
        try:
            fields = read_pem_files(value, self._path.parent, "file") if isinstance(value, dict) else {"aicore": value}
            key = parse_service_key(fields, source="file")
        except ServiceKeyError as error:
            self.problems.append(f"{self._path}: {error.line()}")
            return None
        if group is not None and not isinstance(group, str):
            self._wrong("AICORE_RESOURCE_GROUP", "must be a text in quotes")
            group = None
        name = key.identity_zone or (_DEFAULT_NAME if group is not None else self._name)
        return self._imported([Account(name=name, key=key, resource_groups=(group or DEFAULT_RESOURCE_GROUP,))])


def _is_of_key(name: str) -> bool:
    return name in ("clientid", "serviceurls", "credentials", "uaa", "VCAP_SERVICES") or name.startswith("AICORE_")


def _slipped(value: Mapping[str, object], name: str) -> bool:
    """Tell whether `name` is there in a wrong spelling, which is told already."""
    others = [other for other in value if other not in _LLM_PROXY_KEYS | _AICORE_PROXY_KEYS]
    return bool(difflib.get_close_matches(name, others, 1, CLOSE))


def _score(value: Mapping[str, object], known: set[str]) -> int:
    """Tell how many keys belong to a format, slips of the fingers included."""
    return sum(name in known or bool(difflib.get_close_matches(str(name), known, 1, CLOSE)) for name in value)

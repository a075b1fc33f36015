"""The places where SAP's own SDKs look for a service key: environment variables, ~/.aicore, a Cloud Foundry binding."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP
from aicore_tray.aicore.pasted import read_json
from aicore_tray.aicore.service_key import ServiceKey, parse_service_key
from aicore_tray.errors import ServiceKeyError

_RESOURCE_GROUP = "AICORE_RESOURCE_GROUP"
# Values that make the single variables a source; the rest may be left over from anything.
_VALUES = (
    "AICORE_CLIENT_ID",
    "AICORE_CLIENT_SECRET",
    "AICORE_AUTH_URL",
    "AICORE_BASE_URL",
    "AICORE_CERT_URL",
    "AICORE_CERT_STR",
    "AICORE_KEY_STR",
    "AICORE_CERT_FILE_PATH",
    "AICORE_KEY_FILE_PATH",
)
_FILES = {"AICORE_CERT_FILE_PATH": "AICORE_CERT_STR", "AICORE_KEY_FILE_PATH": "AICORE_KEY_STR"}
_log = logging.getLogger(__name__)


def find(env: Mapping[str, str], *, home: Path) -> tuple[ServiceKey, str, str] | None:
    """Return key, resource group and source: the first source that has values wins, nothing is mixed but the group.

    The order: AICORE_SERVICE_KEY, the single AICORE_* variables, the configuration file (AICORE_CONFIG, else
    `config.json` or `config_PROFILE.json` in AICORE_HOME or ~/.aicore), VCAP_SERVICES.

    Raises:
        ServiceKeyError: the first source that has values is unusable.
    """
    group = env.get(_RESOURCE_GROUP) or DEFAULT_RESOURCE_GROUP
    if text := env.get("AICORE_SERVICE_KEY", "").strip():
        return parse_service_key(text, source="AICORE_SERVICE_KEY"), group, "AICORE_SERVICE_KEY"
    single = {name: env[name] for name in _VALUES if env.get(name)}
    if single:
        source = "environment (AICORE_* variables)"
        return parse_service_key(read_pem_files(single, Path.cwd(), source), source=source), group, source
    if (path := _configuration_file(env, home)) is not None:
        fields = _read_file(path)
        if fields is not None:
            source = f"file {path}"
            key = parse_service_key(read_pem_files(fields, path.parent, source), source=source)
            named = fields.get(_RESOURCE_GROUP)
            return key, env.get(_RESOURCE_GROUP) or (named if isinstance(named, str) else "") or group, source
    if text := env.get("VCAP_SERVICES", "").strip():
        services = read_json(text, "VCAP_SERVICES")
        if isinstance(services, Mapping) and services.get("aicore"):
            key = parse_service_key({"aicore": services["aicore"]}, source="VCAP_SERVICES")
            return key, group, "VCAP_SERVICES"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A service key that lies on this machine.

    Attributes:
        source: where, for people.
        key: None where it cannot be used.
        problem: why not; a sentence without a secret, or "".
        name: what tells it from others of its kind: the file's profile or the instance's name, or "".
    """

    source: str
    resource_group: str = DEFAULT_RESOURCE_GROUP
    key: ServiceKey | None = None
    problem: str = ""
    name: str = ""


def find_all(env: Mapping[str, str], home: Path) -> tuple[Found, ...]:
    """Return every service key of this machine in the order of `find`, all profiles and instances, good or not."""
    group = env.get(_RESOURCE_GROUP) or DEFAULT_RESOURCE_GROUP
    found: list[Found] = []
    if text := env.get("AICORE_SERVICE_KEY", "").strip():
        found.append(_found(lambda source: parse_service_key(text, source=source), "AICORE_SERVICE_KEY", group))
    single = {name: env[name] for name in _VALUES if env.get(name)}
    if single:
        found.append(
            _found(
                lambda source: parse_service_key(read_pem_files(single, Path.cwd(), source), source=source),
                "environment (AICORE_* variables)",
                group,
            )
        )
    found += [_found_file(path, env) for path in _configuration_files(env, home)]
    return (*found, *_found_bindings(env.get("VCAP_SERVICES", "").strip(), group))


def _found(read: Callable[[str], ServiceKey], source: str, group: str, name: str = "") -> Found:
    try:
        return Found(source=source, resource_group=group, key=read(source), name=name)
    except ServiceKeyError as error:
        return Found(source=source, resource_group=group, problem=error.line(), name=name)


def _found_file(path: Path, env: Mapping[str, str]) -> Found:
    profile = path.stem.removeprefix("config_") if path.stem.startswith("config_") else ""
    group = env.get(_RESOURCE_GROUP) or DEFAULT_RESOURCE_GROUP
    source = f"file {path}"
    try:
        fields = _read_file(path)
    except ServiceKeyError as error:
        return Found(source=source, resource_group=group, problem=error.line(), name=profile)
    if fields is None:
        problem = f"The file {path} may not be read by this user"
        return Found(source=source, resource_group=group, problem=problem, name=profile)
    named = fields.get(_RESOURCE_GROUP)
    return _found(
        lambda place: parse_service_key(read_pem_files(fields, path.parent, place), source=place),
        source,
        named if isinstance(named, str) and named else group,
        profile,
    )


def _found_bindings(text: str, group: str) -> list[Found]:
    """Return the instances of SAP AI Core among the services of a Cloud Foundry application."""
    if not text:
        return []
    try:
        services = read_json(text, "VCAP_SERVICES")
    except ServiceKeyError as error:
        return [Found(source="VCAP_SERVICES", resource_group=group, problem=error.line())]
    instances = services.get("aicore") if isinstance(services, Mapping) else None
    found = []
    for instance in instances if isinstance(instances, list) else [instances] if instances else []:
        named = instance.get("instance_name") or instance.get("name") if isinstance(instance, Mapping) else ""
        name = named if isinstance(named, str) else ""
        source = f"VCAP_SERVICES ({name})" if name else "VCAP_SERVICES"
        found.append(_found(_reader({"aicore": [instance]}), source, group, name))
    return found


def _reader(value: Mapping[str, object]) -> Callable[[str], ServiceKey]:
    return lambda source: parse_service_key(value, source=source)


def _configuration_files(env: Mapping[str, str], home: Path) -> list[Path]:
    """Return the files that hold a key: the one that is named, then the usual one and every profile."""
    folder = Path(env["AICORE_HOME"]).expanduser() if env.get("AICORE_HOME") else home / ".aicore"
    named = [Path(env["AICORE_CONFIG"]).expanduser()] if env.get("AICORE_CONFIG") else []
    try:
        profiles = sorted(folder.glob("config_*.json"))
        usual = [folder / "config.json"] if (folder / "config.json").is_file() else []
    except OSError:
        profiles, usual = [], []
    return list(dict.fromkeys([*named, *usual, *profiles]))


def _configuration_file(env: Mapping[str, str], home: Path) -> Path | None:
    """Return the file to read, or None where none was asked for and the usual one is not there."""
    if explicit := env.get("AICORE_CONFIG"):
        return Path(explicit).expanduser()
    folder = Path(env["AICORE_HOME"]).expanduser() if env.get("AICORE_HOME") else home / ".aicore"
    profile = env.get("AICORE_PROFILE", "")
    if profile and profile != "default":
        return folder / f"config_{profile}.json"
    usual = folder / "config.json"
    try:
        return usual if usual.is_file() else None
    except PermissionError:
        return None


def _read_file(path: Path) -> Mapping[str, object] | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ServiceKeyError(
            f"The file {path} does not exist", hint="AICORE_CONFIG or AICORE_PROFILE names it; correct or unset it."
        ) from None
    except PermissionError:
        _log.warning("The file %s may not be read by this user; it is left out", path)
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ServiceKeyError(f"The file {path} cannot be read ({type(error).__name__})") from error
    value = read_json(text, f"file {path}")
    return value if isinstance(value, Mapping) else {"credentials": value}


def read_pem_files(fields: Mapping[str, object], folder: Path, source: str) -> dict[str, object]:
    """Return the fields with the certificate and key files that they name replaced by what is in these.

    Args:
        folder: what relative paths are relative to.

    Raises:
        ServiceKeyError: such a file cannot be read.
    """
    result = dict(fields)
    for name, contents in _FILES.items():
        value = result.pop(name, None)
        if not isinstance(value, str) or not value or result.get(contents):
            continue
        path = folder / Path(value).expanduser()
        try:
            result[contents] = path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise ServiceKeyError(
                f"In the {source} {name} names {path}, which cannot be read ({type(error).__name__})"
            ) from error
    return result

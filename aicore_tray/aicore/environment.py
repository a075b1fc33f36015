"""The places where SAP's own SDKs look for a service key: environment variables, ~/.aicore, a Cloud Foundry binding."""

from __future__ import annotations

import logging
from collections.abc import Mapping
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

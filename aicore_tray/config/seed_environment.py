"""The environment variables of the proxies before this one, and of container platforms, as settings of ours.

SAP_* are aicore-proxy's and always count. PORT, HOST, CONFIG_PATH, DEBUG and VERBOSE are too common to be meant for us
on somebody's computer (some shells set HOST to the computer's name): they count where AICORE_TRAY_CONTAINER says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP, Account
from aicore_tray.aicore.service_key import parse_service_key
from aicore_tray.config.formats import CREDENTIALS
from aicore_tray.config.imported import Imported
from aicore_tray.config.settings import EVERY_MODEL
from aicore_tray.config.settings_file import ENV_PREFIX
from aicore_tray.errors import ConfigurationError, ServiceKeyError

CONTAINER_VARIABLE = "AICORE_TRAY_CONTAINER"
_STATS = "ENABLE_STATS"
_NAME = "default"
_KEY = {name.upper(): plain for name, plain in CREDENTIALS.items()}
_GROUP, _DEPLOYMENTS = "SAP_RESOURCE_GROUP", "SAP_DEPLOYMENT_ID"
_NO = ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the environment says to `serve`.

    Attributes:
        env: the environment in which PORT and HOST stand under our names; ours win.
        file: the configuration that it names.
        debug: log in detail.
        warnings: a line for each variable that does nothing here.
    """

    env: Mapping[str, str] = field(repr=False)
    file: Path | None = None
    debug: bool = False
    warnings: tuple[str, ...] = ()


def read_container(env: Mapping[str, str]) -> Given:
    """Read the variables that containers are given."""
    warnings = []
    if _STATS in env and _is_no(env[_STATS]):
        warnings.append(f"{_STATS}: usage is counted all the same; /stats and /admin/usage want an admin key")
    if _is_no(env.get(CONTAINER_VARIABLE, "")):
        return Given(env=env, warnings=tuple(warnings))
    ours = dict(env)
    for name in ("PORT", "HOST"):
        if env.get(name) and not env.get(ENV_PREFIX + name):
            ours[ENV_PREFIX + name] = env[name]
    file = Path(env["CONFIG_PATH"]) if env.get("CONFIG_PATH") else None
    if file is not None and not file.exists():
        warnings.append(f"CONFIG_PATH: there is no file {file}; the environment alone counts")
        file = None
    debug = any(not _is_no(env.get(name, "")) for name in ("DEBUG", "VERBOSE"))
    return Given(env=ours, file=file, debug=debug, warnings=tuple(warnings))


@dataclass(frozen=True, slots=True, kw_only=True)
class SapVariables:
    """What SAP_* say.

    Attributes:
        account: None unless all four values of a service key are there.
        group: the resource group, "" for none said.
        pools: `*` -> deployment ids.
        missing: the values of a key that are not there while others are.
    """

    account: Account | None = None
    group: str = ""
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @classmethod
    def read(cls, env: Mapping[str, str]) -> SapVariables:
        """Read them.

        Raises:
            ConfigurationError: the four values make no service key.
        """
        group = env.get(_GROUP, "").strip()
        ids = tuple(each.strip() for each in env.get(_DEPLOYMENTS, "").split(",") if each.strip())
        values = {plain: env[name] for name, plain in _KEY.items() if env.get(name, "").strip()}
        account = None
        if len(values) == len(_KEY):
            try:
                key = parse_service_key(values, source="SAP_* variables")
            except ServiceKeyError as error:
                raise ConfigurationError([error.line()]) from error
            account = Account(name=_NAME, key=key, resource_groups=(group or DEFAULT_RESOURCE_GROUP,))
        missing = tuple(name for name in _KEY if not env.get(name, "").strip()) if values and account is None else ()
        return cls(account=account, group=group, pools={EVERY_MODEL: ids} if ids else {}, missing=missing)

    def over(self, imported: Imported) -> Imported:
        """Lay them over a file: its one account gives way to theirs; beside several it is one more."""
        accounts = imported.accounts
        if self.account is not None:
            accounts = (self.account,) if len(accounts) == 1 else (*accounts, self.account)
        elif self.group and len(accounts) == 1:
            accounts = (replace(accounts[0], resource_groups=(self.group,)),)
        return replace(imported, accounts=accounts, pools=self.pools or imported.pools)


def _is_no(value: str) -> bool:
    return value.strip().lower() in _NO

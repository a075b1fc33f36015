"""What another program's configuration says, and how it is gathered: every mistake at once, and what is passed over."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aicore_tray.aicore.account import DEFAULT_RESOURCE_GROUP, Account

CLOSE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What another program's configuration says.

    Attributes:
        accounts: at least one.
        api_keys: keys that clients may use.
        admin_keys: keys for the administration.
        host: address to listen on, or None where the file does not say.
        port: 0 to 65535, or None.
        aliases: name or pattern -> the model that is meant.
        strategy: how requests are spread over accounts, or None where the file does not say.
        pools: `opus`, `sonnet`, `haiku` -> ids of the deployments for models of that kind; `*` for every model.
        warnings: one line each for what was passed over.
    """

    accounts: tuple[Account, ...]
    api_keys: tuple[str, ...] = ()
    admin_keys: tuple[str, ...] = ()
    host: str | None = None
    port: int | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    strategy: str | None = None
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Gathering:
    """Reads one file and gathers its problems and warnings.

    Attributes:
        problems: one line each for what has to be mended.
        warnings: one line each for what was passed over.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def _imported(
        self,
        accounts: Sequence[Account | None],
        *,
        api_keys: tuple[str, ...] = (),
        admin_keys: tuple[str, ...] = (),
        pools: Mapping[str, tuple[str, ...]] | None = None,
        aliases: Mapping[str, str] | None = None,
        strategy: str | None = None,
        network: Mapping[str, object] | None = None,
    ) -> Imported | None:
        host = (network or {}).get("host")
        if host is not None and (not isinstance(host, str) or not host.strip()):
            self._wrong("host", "must be a text", 'write "127.0.0.1"')
        port = (network or {}).get("port")
        if port is not None and (not isinstance(port, int) or isinstance(port, bool) or not 0 <= port <= 65535):
            digits = isinstance(port, str) and port.strip().isdigit()
            self._wrong("port", "must be a number from 0 to 65535", f"write {port} without quotes" if digits else "")
        if self.problems or not all(accounts):
            return None
        return Imported(
            accounts=tuple(account for account in accounts if account is not None),
            api_keys=api_keys,
            admin_keys=admin_keys,
            host=host.strip() if isinstance(host, str) else None,
            port=port if isinstance(port, int) else None,
            pools=pools or {},
            aliases=aliases or {},
            strategy=strategy,
            warnings=tuple(self.warnings),
        )

    def _groups(self, entry: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
        value = entry.get(name)
        groups = [value] if isinstance(value, str) else value
        if groups in (None, [], [""]):
            return (DEFAULT_RESOURCE_GROUP,)
        if not isinstance(groups, list) or not all(isinstance(group, str) and group.strip() for group in groups):
            self._wrong(f"{where}{name}", "must be the name of a resource group", 'write "default"')
            return (DEFAULT_RESOURCE_GROUP,)
        return tuple(group.strip() for group in groups)

    def _texts(self, value: Mapping[str, object], name: str) -> tuple[str, ...]:
        entries = value.get(name)
        if entries is None:
            return ()
        if isinstance(entries, str):
            entries = [entries]
        if not isinstance(entries, list):
            self._wrong(name, "must be a list of keys", 'write ["a long random text"]')
            return ()
        for index, entry in enumerate(entries):
            if not isinstance(entry, str) or not entry.strip():
                self._wrong(f"{name}[{index}]", "must be a text that is not empty")
        return tuple(entry.strip() for entry in entries if isinstance(entry, str))

    def _check_names(self, value: Mapping[str, object], known: set[str], where: str) -> None:
        """Tell unknown keys: what looks like a slip of the fingers is a problem, anything else is passed over."""
        for name in value:
            if name in known or str(name).startswith(("//", "_", "$", "#")):
                continue
            if meant := did_you_mean(str(name), known - set(value)):
                self._wrong(f"{where}{name}", "is not known", meant)
            else:
                self.warnings.append(f"{self._path}: {where}{name}: is not known here and is left out")

    def _wrong(self, where: str, what: str, mend: str = "") -> None:
        line = f"{self._path}: {where}: {what}"
        self.problems.append(f"{line}; {mend}" if mend else line)

    def _passed_over(self, where: str, what: str) -> None:
        self.warnings.append(f"{self._path}: {where}: {what}")


def did_you_mean(name: str, known: Sequence[str] | set[str]) -> str:
    lowered = {entry.lower().replace("_", ""): entry for entry in sorted(known)}
    close = difflib.get_close_matches(name.lower().replace("_", "").replace("-", ""), lowered, 1, CLOSE)
    return f"did you mean {lowered[close[0]]}?" if close else ""

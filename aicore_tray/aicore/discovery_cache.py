"""The last known deployments on disk: no secret in it, written atomically, and worthless contents are passed over."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.system.files import write_whole

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAccount:
    """What was known of the account of one service key.

    Attributes:
        groups: resource group -> deployments in every status.
    """

    groups: dict[str, tuple[Deployment, ...]] = field(default_factory=dict)
    offered: tuple[OfferedModel, ...] = ()


def read_cache(path: Path) -> dict[str, CachedAccount]:
    """Return key fingerprint -> what was known; empty where there is nothing or nothing that can be read."""
    try:
        raw: dict[str, msgspec.Raw] = msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        _log.warning("The known deployments in %s cannot be read: %s", path, error)
        return {}
    known = {}
    for fingerprint, entry in raw.items():
        try:
            known[fingerprint] = msgspec.json.decode(entry, type=CachedAccount)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue  # another version wrote it
    return known


def write_cache(path: Path, known: Mapping[str, CachedAccount]) -> None:
    """Write what is known; a failure is logged, because the proxy works without."""
    try:
        write_whole(path, msgspec.json.encode(known))
    except OSError as error:
        _log.warning("The known deployments cannot be kept in %s: %s", path, error)

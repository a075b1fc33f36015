"""An account: one service key and the resource groups that are used with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aicore_tray.aicore.service_key import ServiceKey

DEFAULT_RESOURCE_GROUP = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One SAP AI Core tenant as the user configured it.

    Attributes:
        name: what the user calls it; unique among the accounts.
        key: the credentials.
        resource_groups: the groups whose deployments are served, at least one.
        pinned: model name -> deployment URLs or ids, for configurations that list them by hand; the names are served
            word for word. Empty: everything that discovery finds is served.
    """

    name: str
    key: ServiceKey
    resource_groups: tuple[str, ...] = (DEFAULT_RESOURCE_GROUP,)
    pinned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

"""Requests for other limits: as SAP wants them, and as it may list them, which is nowhere documented.

Source: SAP's help page "Rate Limit Management", which shows the body and the answer of POST /v2/admin/quota/requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaWish:
    """A request for another limit, to be made or made before.

    Attributes:
        executable: SAP's name of the model's provider, such as `azure-openai`.
        limit: requests a minute that are wanted; 0 where SAP does not tell.
        reason: why, for the people at SAP who decide.
        status: SAP's own word, "" where it tells none.
        created: ISO 8601, or "".
    """

    model: str
    executable: str = ""
    limit: int = 0
    reason: str = ""
    id: str = ""
    status: str = ""
    created: str = ""


def wish_body(wish: QuotaWish) -> Mapping[str, Any]:
    """Return a request as SAP takes it."""
    return {
        "resourceType": "model",
        "quotaDetails": {
            "unit": "requestPerMinute",
            "limit": wish.limit,
            "descriptors": {"modelName": wish.model, "providerName": wish.executable},
        },
        "reason": wish.reason,
    }


def read_wishes(answer: object) -> tuple[QuotaWish, ...]:
    """Return the requests of a list, whichever of SAP's usual shapes it has; rows without a model are left out."""
    rows = answer
    if isinstance(answer, Mapping):
        rows = next((answer[name] for name in ("resources", "requests", "value") if name in answer), [])
    found = [wish for row in (rows if isinstance(rows, list) else []) if (wish := _read_wish(row)) is not None]
    return tuple(sorted(found, key=lambda wish: wish.created, reverse=True))


def _read_wish(row: object) -> QuotaWish | None:
    if not isinstance(row, Mapping):
        return None
    given = row.get("quotaDetails")
    details = given[0] if isinstance(given, list) and given else given
    details = details if isinstance(details, Mapping) else {}
    asked = details.get("descriptors")
    model = _text(asked, "modelName")
    if not model:
        return None
    limit = details.get("limit")
    return QuotaWish(
        model=model,
        executable=_text(asked, "providerName"),
        limit=limit if isinstance(limit, int) else 0,
        reason=_text(row, "reason"),
        id=_text(row, "requestId") or _text(row, "id"),
        status=_text(row, "status"),
        created=_text(row, "createdAt"),
    )


def _text(row: object, name: str) -> str:
    value = row.get(name) if isinstance(row, Mapping) else None
    return value if isinstance(value, str) else ""

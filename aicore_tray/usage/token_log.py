"""Requests as lines of token_usage.jsonl: what sap-ai-core-llm-proxy's users read theirs with goes on working.

The fields are those that its guide to token logs lists; `user` is the key's name and no part of the key.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from aicore_tray.usage.record import RequestRecord

_log = logging.getLogger(__name__)


def line_of(record: RequestRecord) -> str:
    """Return a request as one line of JSON, without its end."""
    usage = record.usage
    well = record.status < 400 and record.complete
    entry = {
        "timestamp": datetime.fromtimestamp(record.started + record.duration).isoformat(timespec="microseconds"),  # noqa: DTZ006 - its reader expects local time
        "request_id": record.id,
        "user": record.key,
        "ip": "",  # nobody's address is kept
        "model": record.model or record.asked,
        "subaccount": record.account,
        "tokens": {"prompt": usage.prompt, "completion": usage.output, "total": usage.total},
        "streaming": record.stream,
        "duration_ms": round(record.duration * 1000),
        "status": "success" if well else "error",
    }
    if not well:
        entry["error"] = record.error or f"HTTP {record.status}"
    return json.dumps(entry)


def append(file: Path, records: Sequence[RequestRecord]) -> None:
    """Add a line for each request; the file is opened anew each time, so that it may be moved away. It blocks.

    Raises:
        OSError: it cannot be written.
    """
    text = "".join(f"{line_of(record)}\n" for record in records).encode()
    place = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(place, "wb") as out:
        out.write(text)


def note(file: Path | None, records: Sequence[RequestRecord]) -> None:
    """Add a line for each request where the user wants them; what cannot be written there is in the books."""
    if file is None or not records:
        return
    try:
        append(file, records)
    except OSError as error:
        _log.warning("%d requests are missing in %s: %s", len(records), file, error)

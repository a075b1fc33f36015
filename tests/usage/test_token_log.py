"""Lines as sap-ai-core-llm-proxy writes them, and what happens to the file they go to."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from aicore_tray.dialects.answer import Usage
from aicore_tray.usage.store import UsageStore
from tests.usage.test_store import count, record


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_fields_of_a_line(tmp_path: Path) -> None:
    log, store = tmp_path / "token_usage.jsonl", UsageStore(tmp_path / "usage.db")
    store.token_file = log
    store.open()
    usage = Usage(input=100, cache_read=40, cache_write=10, output=45)
    store.add(record(1, started=1_769_504_445.25, duration=1.2344, usage=usage, stream=True))
    store.add(record(2, status=429, error="rate_limit", model=""))
    store.add(record(3, complete=False))
    store.close()
    first, second, third = lines(log)
    assert datetime.fromisoformat(str(first.pop("timestamp"))).timestamp() == pytest.approx(1_769_504_446.4844)
    assert first == {
        "request_id": "r1", "user": "mine", "ip": "", "model": "gpt-5", "subaccount": "demo",
        "tokens": {"prompt": 150, "completion": 45, "total": 195},
        "streaming": True, "duration_ms": 1234, "status": "success",
    }  # fmt: skip
    assert (second["status"], second["error"], second["model"]) == ("error", "rate_limit", "gpt")
    assert (third["status"], third["error"]) == ("error", "HTTP 200")


def test_it_may_be_moved_away_while_it_is_written(tmp_path: Path) -> None:
    log, store = tmp_path / "token_usage.jsonl", UsageStore(tmp_path / "usage.db")
    log.write_text('{"theirs": 1}\n')
    store.token_file = log
    store.open()
    store.add(record(1))
    assert store.flush()
    log.rename(tmp_path / "old.jsonl")
    store.add(record(2))
    store.close()
    assert [line.get("request_id") for line in lines(tmp_path / "old.jsonl")] == [None, "r1"]
    assert [line["request_id"] for line in lines(log)] == ["r2"]


def test_a_file_that_cannot_be_written_holds_nothing_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = UsageStore(tmp_path / "usage.db")
    store.token_file = tmp_path / "no" / "such" / "folder.jsonl"
    store.open()
    store.add(record(1))
    assert store.flush()
    store.close()
    assert count(tmp_path / "usage.db") == 1
    assert any("missing in" in line for line in caplog.messages)

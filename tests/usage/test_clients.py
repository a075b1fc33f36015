"""Who was answered last, as the books tell it."""

from __future__ import annotations

import time
from pathlib import Path

from aicore_tray.usage.clients import LastAnswer, last_answers
from aicore_tray.usage.record import RequestRecord
from aicore_tray.usage.store import UsageStore


def record(key: str, client: str, ago: float, **values: object) -> RequestRecord:
    return RequestRecord(
        id=f"{key}-{client}-{ago}",
        started=time.time() - ago,
        key=key,
        client=client,
        dialect="messages",
        asked="m",
        model=str(values.pop("model", "m")),
        **values,  # type: ignore[arg-type]
    )


def test_the_newest_answer_of_each_client(tmp_path: Path) -> None:
    file = tmp_path / "usage.db"
    assert last_answers(file) == ()
    store = UsageStore(file)
    store.open()
    newest = record("Codex", "codex_exec/1", 10, model="gpt-5.5", first_token=0.8)
    for each in (
        record("Codex", "codex_exec/1", 500, model="old", first_token=2.0),
        newest,
        record("Codex", "codex_exec/1", 1, status=429),  # an error is no answer
        record("Codex", "curl/8", 300),
        record("Cline", "cline/3", 200 * 86_400),  # too long ago to mean anything
    ):
        store.add(each)
    store.close()
    found = last_answers(file)
    assert [(each.key, each.client) for each in found] == [("Codex", "curl/8"), ("Codex", "codex_exec/1")]
    assert found[-1] == LastAnswer(
        key="Codex", client="codex_exec/1", started=newest.started, model="gpt-5.5", first_token=0.8
    )

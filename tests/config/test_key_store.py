"""Local keys: hashed at rest, seen by every process at once, never overwritten."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from aicore_tray.config.key_store import KeyStore, digest, fixed_keys
from aicore_tray.errors import AicoreTrayError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys.json"


def test_create_find_revoke(file: Path) -> None:
    store = KeyStore(file)
    key = store.create("mine")
    admin = store.create("boss", admin=True)
    assert key.startswith("act-")
    assert len(key) > 40
    assert key != admin
    found, boss = store.find(key), store.find(admin)
    assert found is not None
    assert boss is not None
    assert (found.name, found.admin, found.shown) == ("mine", False, key[:10])
    assert boss.admin
    assert store.find("act-other") is store.find("") is None
    store.revoke("mine")
    assert store.find(key) is None
    assert [each.name for each in store.list()] == ["boss"]


def test_only_hashes_are_stored(file: Path) -> None:
    key = KeyStore(file).create("mine")
    text = file.read_text()
    assert key not in text
    assert key[:14] not in text
    assert json.loads(text)["keys"][0]["sha256"] == digest(key)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in file.parent.iterdir()) == ["keys.json", "keys.lock"]


def test_another_process_is_seen_at_once(file: Path) -> None:
    running, command = KeyStore(file), KeyStore(file)
    assert running.list() == ()
    first = command.create("one")
    assert running.find(first) is not None
    second = running.create("two")
    third = command.create("three")
    assert all(running.find(key) and command.find(key) for key in (first, second, third))
    command.revoke("one")
    assert running.find(first) is None
    file.unlink()
    assert running.find(second) is None


def test_names_are_unique(file: Path) -> None:
    store = KeyStore(file, fixed_keys(["fixed"], source="API_KEYS"))
    store.create("mine")
    for taken in ("mine", "API_KEYS"):
        with pytest.raises(AicoreTrayError, match=f"already a key called '{taken}'"):
            store.create(taken)


def test_revoking_what_is_not_there(file: Path) -> None:
    store = KeyStore(file, fixed_keys(["fixed"], source="API_KEYS"))
    with pytest.raises(AicoreTrayError) as caught:
        store.revoke("nobody")
    assert "keys list" in caught.value.hint
    with pytest.raises(AicoreTrayError) as caught:
        store.revoke("API_KEYS")
    assert "configuration" in caught.value.hint


def test_fixed_keys() -> None:
    assert [key.name for key in fixed_keys(["a"], source="API_KEYS")] == ["API_KEYS"]
    many = fixed_keys(["a", "", "b"], source="API_KEYS", admin=True)
    assert [(key.name, key.admin, key.shown) for key in many] == [("API_KEYS 1", True, ""), ("API_KEYS 2", True, "")]
    assert fixed_keys([""], source="API_KEYS") == ()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"keys": [{}]}', '{"keys": [{"sha256": "a", "other": 1}]}', '"x"'])
def test_a_broken_file_is_told_and_kept(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content)
    with pytest.raises(AicoreTrayError, match="cannot be read"):
        KeyStore(file).create("mine")
    assert file.read_text() == content


def test_many_who_change_keys_at_once_lose_none(file: Path) -> None:
    """A key that was revoked must not come back with what another process writes."""
    old = [KeyStore(file).create(f"old {number}") for number in range(8)]
    program = (
        "import sys; from pathlib import Path; from aicore_tray.config.key_store import KeyStore\n"
        "store = KeyStore(Path(sys.argv[1])); sys.stdin.readline(); print(store.create('new ' + sys.argv[2]))\n"
        "store.revoke('old ' + sys.argv[2])"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(file), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    new = [process.communicate()[0].strip() for process in processes]
    store = KeyStore(file)
    assert all(store.find(key) for key in new)
    assert not any(store.find(key) for key in old)


def test_a_key_of_odd_characters_is_an_unknown_key(file: Path) -> None:
    assert KeyStore(file).find("\udcff\ud83d") is None


def test_a_file_of_an_older_version(file: Path) -> None:
    file.parent.mkdir()
    row = {"name": "old", "sha256": digest("act-old"), "shown": "act-o", "admin": True, "created": 5.0}
    file.write_text(json.dumps({"keys": [row]}))
    found = KeyStore(file).find("act-old")
    assert found is not None
    assert (found.name, found.expires, found.models, found.last_used) == ("old", None, (), 0.0)
    assert file.read_text() == json.dumps({"keys": [row]}), "reading changes nothing"


def test_use_is_written_without_losing_what_others_wrote(file: Path) -> None:
    """Two processes use keys while one of them creates and the other revokes."""
    one, two = KeyStore(file), KeyStore(file)
    shared, gone = one.create("shared", models=("claude-*",), expires=9e9), one.create("gone")
    for store in (one, two):
        for key in (shared, gone):
            known = store.find(key)
            assert known is not None
            store.used(known)
    two.revoke("gone")
    added = two.create("added")
    one.write_use()
    two.write_use()
    now = {key.name: key for key in KeyStore(file).list()}
    assert set(now) == {"shared", "added"}
    assert now["shared"].last_used == max(store.list()[0].last_used for store in (one, two)) > 0
    assert (now["shared"].models, now["shared"].expires) == (("claude-*",), 9e9)
    assert one.find(added) is not None
    before = file.stat().st_mtime_ns
    one.write_use()
    assert file.stat().st_mtime_ns == before, "without news nothing is written"


def test_keys_of_others_are_brought_in_once(file: Path) -> None:
    store = KeyStore(file)
    assert store.bring_in([("seed", False), ("a-long-key-of-another-proxy", True)]) == (
        ("imported 1", True),
        ("imported 2", True),
    )
    assert store.bring_in([("seed", True), ("more", False)]) == (("imported 1", False), ("imported 3", True))
    first, second, third = store.list()
    assert [(key.shown, key.admin) for key in (first, second, third)] == [("s", False), ("a-long", True), ("m", False)]
    assert "seed" not in file.read_text()

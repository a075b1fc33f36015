"""Values that are set in texts of each format, and taken back: every byte that is not ours is as it was."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.connect import lines_text
from aicore_tray.connect.edits import MISSING, CannotEditError, Editing, Kept, Record
from aicore_tray.connect.json_text import JSON
from aicore_tray.connect.toml_text import TOML

NAMES = st.sampled_from(["env", "a", "b", "c", "model", "x y", "é", "a.b"])
SCALARS = st.booleans() | st.integers(-5, 5) | st.text(max_size=6)
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
PUTS = st.lists(st.tuples(st.lists(NAMES, min_size=1, max_size=3).map(tuple), SCALARS), max_size=4)


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    value = draw(st.dictionaries(NAMES, TREES | st.none(), max_size=4))
    text = json.dumps(
        value,
        indent=draw(st.sampled_from([None, 2, 4, "\t", 0])),
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([None, (",", ":"), (" , ", " : ")])),
    )
    text = draw(st.sampled_from(["", "\n", " \n "])) + text + draw(st.sampled_from(["", "\n", "\n\n"]))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    plain = tomlkit.dumps(draw(st.dictionaries(NAMES, TREES, max_size=4)))
    text = draw(st.sampled_from(["", "# top\n", "\n\n"])) + plain + draw(st.sampled_from(["", "# end", "\n\n# end\n"]))
    text = text.replace("\n", " # of its own\n", 1) if draw(st.booleans()) and plain.startswith("a =") else text
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    text = text.rstrip() if draw(st.booleans()) else text
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return plain
    return text


def put_all(editing: Editing, text: str, puts: list[tuple[tuple[str, ...], object]]) -> tuple[str, list[Record]]:
    records: list[Record] = []
    for path, value in puts:
        try:
            text, done = editing.put(text, path, value)
        except CannotEditError:
            continue
        assert editing.read(text, path) == value
        records += done
    return text, records


@given(json_texts() | st.sampled_from(["", "  ", "\n", "{}", "{ }", "{\n}", "{}\r\n"]), PUTS)
def test_json_is_as_it_was(text: str, puts: list[tuple[tuple[str, ...], object]]) -> None:
    changed, records = put_all(JSON, text, puts)
    assert not changed.strip() or isinstance(json.loads(changed), dict)
    back, kept = JSON.take_back_all(changed, records)
    assert kept or back == text


@given(
    toml_texts()
    | st.sampled_from(
        [
            "",
            "  ",
            "\n",
            "[a]",
            "[a] # c\n[a.b]\n",
            "[[a]]\nb=1\n",
            "a={b=1}\n",
            'a="""x\n"""""\nb=1',
            "a.b = [ # ]\n1]",
        ]
    ),
    PUTS,
)
def test_toml_is_as_it_was(text: str, puts: list[tuple[tuple[str, ...], object]]) -> None:
    changed, records = put_all(TOML, text, puts)
    tomllib.loads(changed)
    back, kept = TOML.take_back_all(changed, records)
    assert kept or back == text


def without(value: Any, path: tuple[str, ...]) -> None:
    for key in path[:-1]:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value.pop(path[-1], None)


@given(
    json_texts(), st.lists(st.tuples(st.just(("ours", "x")) | st.just(("mine",)), SCALARS), max_size=2), TREES, TREES
)
def test_what_others_write_later_stays(
    text: str, puts: list[tuple[tuple[str, ...], object]], theirs: object, more: object
) -> None:
    """The tool writes its file anew, in its own way, with more in it than before."""
    changed, records = put_all(JSON, text, puts)
    value = json.loads(changed)
    value["theirs"] = theirs
    if isinstance(value.get("ours"), dict):
        value["ours"]["more"] = more
    back, kept = JSON.take_back_all(json.dumps(value, indent=3), records)
    for path, _ in puts:
        without(value, path)
    assert (json.loads(back), kept) == (value, [])


@given(toml_texts(), SCALARS)
def test_lines_that_others_add_later_stay(text: str, ours: object) -> None:
    changed, records = put_all(TOML, text, [(("ours", "x"), ours), (("mine",), ours)])
    later = changed.rstrip() + "\n[theirs] # since\nx = 1\n"
    back, kept = TOML.take_back_all(later, records)
    assert not kept
    assert tomllib.loads(back) == {**tomllib.loads(text), "theirs": {"x": 1}}


@pytest.mark.parametrize(
    ("editing", "text", "later"),
    [
        (JSON, '{"a": 1}', lambda text: text.replace("2", "3")),
        (TOML, "a = 1\n", lambda text: text.replace("2", "3")),
        (TOML, "a = 1\n", lambda _: "a = 1\nenv = {x = 2}\n"),
    ],
)
def test_what_was_changed_since_is_left_and_told(editing: Editing, text: str, later: Any) -> None:
    changed, records = put_all(editing, text, [(("env", "x"), 2)])
    since = later(changed)
    assert since != changed
    back, kept = editing.take_back_all(since, records)
    assert (back, kept) == (since, [Kept(("env", "x"))])


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, // why\n"b": 2}', '/* x */ {"a": 1}', '{"a": 1,}', "{'a': 1}", '\ufeff{"a": 1}', '{"a": 1, "a": 2}',
        "[1]", "3", '{"a": NaN}', '{"a": {"b": 1, "b": 1}}', "{" + '"a": {' * 300 + "}" * 301, '{"a": ' + "[" * 90000,
    ],
)  # fmt: skip
def test_what_is_not_plain_json_is_refused(text: str) -> None:
    with pytest.raises(CannotEditError, match="not plain JSON") as caught:
        JSON.put(text, ("env", "x"), 1)
    assert caught.value.hint
    with pytest.raises(CannotEditError, match="not plain JSON"):
        JSON.read(text, ("env",))


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2\n", "[a\n", "\ufeffa = 1\n"])
def test_what_is_not_toml_is_refused(text: str) -> None:
    with pytest.raises(CannotEditError):
        TOML.put(text, ("env", "x"), 1)


@pytest.mark.parametrize(
    ("editing", "text", "path", "value"),
    [
        (JSON, '{"env": 1}', ("env", "x"), 1),
        (JSON, '{"list": [1]}', ("list",), [2]),
        (JSON, '{"list": [{"x": 1}]}', ("list", "x"), 2),
        (TOML, "env = 1\n", ("env", "x"), 1),
        (TOML, "env = {y = 1}\n", ("env", "x"), 1),
        (TOML, "[[env]]\ny = 1\n", ("env", "x"), 1),
        (TOML, "env.y.z = 1\n", ("env", "y"), 1),
        (TOML, "list = [1]\n", ("list",), [2]),
    ],
)
def test_what_cannot_be_set_by_itself_is_refused(
    editing: Editing, text: str, path: tuple[str, ...], value: object
) -> None:
    with pytest.raises(CannotEditError):
        editing.put(text, path, value)


def test_json_looks_as_its_owner_writes_it() -> None:
    text = '{\n\t"permissions": {\n\t\t"allow": []\n\t}\n}\n'
    changed, _ = put_all(JSON, text, [(("env", "URL"), "http://x"), (("env", "KEY"), "k")])
    assert changed == (
        '{\n\t"permissions": {\n\t\t"allow": []\n\t},\n\t"env": {\n\t\t"URL": "http://x",\n\t\t"KEY": "k"\n\t}\n}\n'
    )
    assert put_all(JSON, "", [(("env", "URL"), "http://x")])[0] == '{\n  "env": {\n    "URL": "http://x"\n  }\n}\n'
    assert put_all(JSON, '{"a": 1, "b": 2}', [(("c",), {"d": 3})])[0] == '{"a": 1, "b": 2, "c": {"d": 3}}'


def test_toml_stands_where_it_belongs() -> None:
    text = "# mine\nmodel = 'a' # why\n\n[providers]\nx = 1\n"
    changed, _ = put_all(TOML, text, [(("model",), "b"), (("top",), 1), (("providers", "y"), 2), (("new one", "z"), 3)])
    assert changed == ('# mine\nmodel = "b" # why\ntop = 1\n\n[providers]\nx = 1\ny = 2\n\n["new one"]\nz = 3\n')


# ---- lines

LINES = st.text(st.sampled_from("ab:=# -x\n"), max_size=40)


@given(LINES, st.booleans(), st.lists(st.sampled_from(["key: 1\n", "key: 2\nother: x\n"]), min_size=1, max_size=3))
def test_a_block_of_lines_is_put_exchanged_and_taken_out(text: str, windows: bool, blocks: list[str]) -> None:
    text = text.replace("\n", "\r\n") if windows else text
    first, (record,) = lines_text.put(text, blocks[0], ["key"], yaml=False)
    now = first
    for block in blocks[1:]:
        now, done = lines_text.put(now, block, ["key"], yaml=False)
        record = Record(path=(), kind="added", new=done[0].new, before=record.before) if done else record
    assert lines_text.inside(now) == blocks[-1]
    assert lines_text.take_back(now, record) == (text, None)
    more = now + "theirs: 1\n"
    assert lines_text.take_back(more, record)[0].endswith("theirs: 1\n")
    assert lines_text.take_back(more, record)[0].startswith(text)


@pytest.mark.parametrize(
    ("text", "lines", "why"),
    [
        ("key: 1\n", "key: 2\n", "sets key already, in line 1"),
        ("# x\n'key' : 1\n", "key: 2\n", "in line 2"),
        ("- a\n", "key: 1\n", "a list at its top"),
        ("a: 1\n", "- key: 1\n", "a list at its top"),
        ("{a: 1}\n", "key: 1\n", "written in a way"),
        ("a: 1\n---\nb: 1\n---\n", "key: 1\n", "more than one document"),
        ("a: 1\n...\n", "key: 1\n", "more than one document"),
        (lines_text.BEGIN + "\nkey: 1\n", "key: 2\n", "marks"),
    ],
)
def test_yaml_that_lines_cannot_be_added_to_is_refused(text: str, lines: str, why: str) -> None:
    with pytest.raises(CannotEditError, match=why):
        lines_text.put(text, lines, ["key"], yaml=True)


def test_a_block_that_was_changed_is_left() -> None:
    text, (record,) = lines_text.put("a: 1\n", "key: 1\n", ["key"], yaml=True)
    changed = text.replace("key: 1", "key: 3")
    assert lines_text.take_back(changed, record) == (changed, Kept(()))
    assert lines_text.set_elsewhere(text, ["key"]) is None
    assert lines_text.set_elsewhere("export key=1\n", ["other", "key"]) == ("key", 1)
    assert TOML.read("", ("a",)) is MISSING

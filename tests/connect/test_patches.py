"""Apply and Undo on real files: links, rights, crashes at every step, other writers."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.connect.edits import CannotEditError
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.patches import ChangedSinceError, FilePlan, Left, plan_apply, plan_undo, write
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.errors import AicoreTrayError

TOOL = "tool"
OWN = '{\n  "theme": "dark",\n  "env": {\n    "MINE": "1"\n  }\n}\n'


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "data" / "connected.json", tmp_path / "data" / "backups")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".tool" / "settings.json"


def json_setup(file: Path, url: str = "http://127.0.0.1:3001", **more: object) -> Setup:
    values = {"URL": url, "KEY": "act-1", **more}
    return Setup(
        changes=(
            Change(
                file=file,
                format="json",
                values=tuple(Value(path=("env", name), value=value) for name, value in values.items()),
            ),
        )
    )


def apply(setup: Setup, ledger: Ledger) -> None:
    write(plan_apply(TOOL, setup, ledger), ledger)


def undo(ledger: Ledger) -> tuple[Left, ...]:
    plan = plan_undo(TOOL, ledger)
    write(plan, ledger)
    assert plan.problems == ()
    return plan.left


def own(file: Path, text: str = OWN, mode: int = 0o644) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(mode)


def rights(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_file_that_was_not_there_comes_and_goes_with_its_folders(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    apply(json_setup(file), ledger)
    assert json.loads(file.read_text()) == {"env": {"URL": "http://127.0.0.1:3001", "KEY": "act-1"}}
    assert rights(file) == 0o600
    assert undo(ledger) == ()
    assert list((tmp_path / "home").iterdir()) == []
    assert ledger.all() == {}


def test_a_plan_changes_nothing(ledger: Ledger, file: Path) -> None:
    own(file)
    plan = plan_apply(TOOL, json_setup(file), ledger)
    (found,) = plan.files
    assert (found.before, found.file) == (OWN.encode(), file)
    assert found.after is not None
    assert b"act-1" in found.after
    assert file.read_text() == OWN
    assert ledger.all() == {}


def test_an_owners_file_is_as_it_was_with_its_rights(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    assert json.loads(file.read_text())["env"] == {"MINE": "1", "URL": "http://127.0.0.1:3001", "KEY": "act-1"}
    assert rights(file) == 0o600, "a key is in it now"
    undo(ledger)
    assert (file.read_text(), rights(file)) == (OWN, 0o644)


def test_what_was_there_comes_back(ledger: Ledger, file: Path) -> None:
    text = OWN.replace('"MINE": "1"', '"URL" : "https://\\u0065lsewhere",   "KEY":null')
    own(file, text)
    apply(json_setup(file), ledger)
    assert "elsewhere" not in file.read_text()
    undo(ledger)
    assert file.read_text() == text


def test_a_second_apply_changes_what_is_ours_and_remembers_what_was_there(ledger: Ledger, file: Path) -> None:
    own(file, OWN.replace("MINE", "URL"))
    apply(json_setup(file, NO_PROXY="127.0.0.1"), ledger)
    apply(json_setup(file, url="http://127.0.0.1:4000", MODEL="m"), ledger)
    assert json.loads(file.read_text())["env"] == {"URL": "http://127.0.0.1:4000", "KEY": "act-1", "MODEL": "m"}
    assert plan_apply(TOOL, json_setup(file, url="http://127.0.0.1:4000", MODEL="m"), ledger).files == ()
    undo(ledger)
    assert file.read_text() == OWN.replace("MINE", "URL")


def test_what_a_user_changed_since_is_left_and_named(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    value = json.loads(file.read_text())
    value["env"]["URL"] = "https://elsewhere"
    value["hooks"] = [1]
    file.write_text(json.dumps(value))
    assert undo(ledger) == (Left(file=file, name="env.URL"),)
    assert json.loads(file.read_text()) == {
        "theme": "dark", "env": {"MINE": "1", "URL": "https://elsewhere"}, "hooks": [1],
    }  # fmt: skip
    assert undo(ledger) == (), "it is the user's now"


def test_a_user_who_changed_it_and_applies_again_gets_that_back(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    file.write_text(file.read_text().replace("http://127.0.0.1:3001", "https://elsewhere"))
    apply(json_setup(file), ledger)
    undo(ledger)
    assert json.loads(file.read_text()) == {"theme": "dark", "env": {"MINE": "1", "URL": "https://elsewhere"}}


def test_what_the_user_set_alike_is_not_taken(ledger: Ledger, file: Path) -> None:
    own(file, '{"env": {"URL": "http://127.0.0.1:3001"}}')
    apply(json_setup(file), ledger)
    undo(ledger)
    assert file.read_text() == '{"env": {"URL": "http://127.0.0.1:3001"}}'


def test_a_file_that_went_away_is_no_trouble(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    file.unlink()
    assert undo(ledger) == ()
    apply(json_setup(file), ledger)
    file.unlink()
    apply(json_setup(file), ledger)
    undo(ledger)
    assert not file.exists(), "what was made anew is ours whole"


def test_a_link_stays_a_link(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "settings.json"
    own(target)
    file.parent.mkdir(parents=True)
    file.symlink_to(target)
    apply(json_setup(file), ledger)
    assert file.is_symlink()
    assert "act-1" in target.read_text()
    undo(ledger)
    assert file.is_symlink()
    assert target.read_text() == OWN


@pytest.mark.parametrize(
    "text", ['{\n  // why\n  "a": 1\n}', '\ufeff{"a": 1}', '{"env": "x"}', "{'a'", b"\xff\xfe{\x00}\x00"]
)
def test_what_cannot_be_read_is_never_written(ledger: Ledger, file: Path, text: str | bytes) -> None:
    file.parent.mkdir(parents=True)
    content = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(content)
    with pytest.raises(CannotEditError) as caught:
        plan_apply(TOOL, json_setup(file), ledger)
    assert str(file) in caught.value.line()
    assert caught.value.hint
    assert file.read_bytes() == content


def test_a_file_that_turned_unreadable_is_told_and_not_forgotten(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    whole = file.read_text()
    file.write_text("// mine now\n" + whole)
    plan = plan_undo(TOOL, ledger)
    assert plan.files == ()
    assert "not plain JSON" in plan.problems[0].user_message
    write(plan, ledger)
    file.write_text(whole)
    undo(ledger)
    assert file.read_text() == OWN


@pytest.mark.parametrize("back", [False, True], ids=["apply", "undo"])
def test_a_change_in_between_is_refused(ledger: Ledger, file: Path, *, back: bool) -> None:
    own(file)
    if back:
        apply(json_setup(file), ledger)
    plan = plan_undo(TOOL, ledger) if back else plan_apply(TOOL, json_setup(file), ledger)
    file.write_text('{"theirs": 1}')
    before = ledger.all()
    with pytest.raises(ChangedSinceError):
        write(plan, ledger)
    assert file.read_text() == '{"theirs": 1}'
    assert ledger.all() == before


def test_a_file_that_came_or_went_or_moved_in_between_is_refused(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    plan = plan_apply(TOOL, json_setup(file), ledger)
    own(file)
    with pytest.raises(ChangedSinceError):
        write(plan, ledger)
    plan = plan_apply(TOOL, json_setup(file), ledger)
    file.unlink()
    with pytest.raises(ChangedSinceError):
        write(plan, ledger)
    other = tmp_path / "other.json"
    own(other)
    own(file)
    plan = plan_apply(TOOL, json_setup(file), ledger)
    file.unlink()
    file.symlink_to(other)
    with pytest.raises(ChangedSinceError):
        write(plan, ledger)
    assert (other.read_text(), ledger.all()) == (OWN, {})


def test_five_files_as_they_were_are_kept(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    own(file)
    for port in range(7):
        apply(json_setup(file, url=f"http://127.0.0.1:{port}"), ledger)
    kept = sorted((tmp_path / "data" / "backups" / TOOL).iterdir())
    assert len(kept) == 5
    assert {rights(each) for each in kept} == {0o600}
    assert all("MINE" in each.read_text() for each in kept)
    assert rights(tmp_path / "data" / "connected.json") == 0o600


def test_the_ledger_holds_no_key_of_ours(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    apply(json_setup(file), ledger)
    assert "act-1" not in (tmp_path / "data" / "connected.json").read_text()


def test_a_damaged_ledger_is_told(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "connected.json").write_text("{")
    with pytest.raises(AicoreTrayError, match="cannot be read") as caught:
        plan_undo(TOOL, ledger)
    assert "connected.json" in caught.value.hint


def test_tools_do_not_take_each_others_values_back(ledger: Ledger, file: Path) -> None:
    own(file)
    apply(json_setup(file), ledger)
    other = Setup(changes=(Change(file=file, format="json", values=(Value(path=("other",), value=1),)),))
    write(plan_apply("other", other, ledger), ledger)
    undo(ledger)
    assert json.loads(file.read_text()) == {"theme": "dark", "env": {"MINE": "1"}, "other": 1}


# ---- files of ours alone, and lines


def whole(file: Path, text: str = "model = 1\n") -> Setup:
    return Setup(changes=(Change(file=file, format="whole", text=text),))


def test_a_file_of_ours_alone(ledger: Ledger, file: Path) -> None:
    apply(whole(file), ledger)
    apply(whole(file, "model = 2\n"), ledger)
    assert file.read_text() == "model = 2\n"
    undo(ledger)
    assert not file.exists()


def test_one_that_was_there_comes_back(ledger: Ledger, file: Path) -> None:
    own(file, "theirs = 1\n")
    apply(whole(file), ledger)
    apply(whole(file, "model = 2\n"), ledger)
    undo(ledger)
    assert (file.read_text(), rights(file)) == ("theirs = 1\n", 0o644)


def test_one_that_was_changed_stays(ledger: Ledger, file: Path) -> None:
    apply(whole(file), ledger)
    file.write_text("model = 3\n")
    assert undo(ledger) == (Left(file=file),)
    assert file.read_text() == "model = 3\n"


def test_lines_at_the_end(ledger: Ledger, file: Path) -> None:
    file = file.with_suffix(".yml")
    own(file, "# mine\ndark-mode: true")
    for url in ("http://127.0.0.1:3001", "http://127.0.0.1:3002"):
        change = Change(file=file, format="lines", text=f"base: {url}\n", keys=("base",))
        apply(Setup(changes=(change,)), ledger)
        assert file.read_text().startswith("# mine\ndark-mode: true\n# >>> ")
        assert f"\nbase: {url}\n# <<< " in file.read_text()
    file.write_text(file.read_text() + "later: 1\n")
    undo(ledger)
    assert file.read_text() == "# mine\ndark-mode: true\nlater: 1\n"


def test_lines_in_a_file_of_its_own_go_with_it(ledger: Ledger, file: Path) -> None:
    file = file.parent / ".env"
    apply(Setup(changes=(Change(file=file, format="lines", text="A=1\n", keys=("A",)),)), ledger)
    undo(ledger)
    assert not file.exists()


# ---- when it goes wrong

_CRASHING = """
import os, sys
from pathlib import Path
from aicore_tray.connect.edits import CannotEditError
from aicore_tray.connect.ledger import Ledger
from aicore_tray.connect.patches import plan_apply, plan_undo, write
from aicore_tray.connect.setup import Change, Setup, Value
home, back = Path(sys.argv[1]), sys.argv[2] == "undo"
file, second = home / "settings.json", home / ".env"
setup = Setup(changes=(
    Change(file=file, format="json", values=(Value(path=("env", "KEY"), value="act-1"),)),
    Change(file=second, format="lines", text="KEY=act-1\\n", keys=("KEY",)),
))
own, lines = '{"a": 1}\\n', "MINE=1\\n"
armed = False
left = 0
def hook(event, arguments):
    global left
    if armed and event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "tempfile.mkstemp"):
        left -= 1
        if left < 0:
            os._exit(7)
sys.addaudithook(hook)
def fresh():
    global armed
    armed = False
    ledger = Ledger(home / "data" / "connected.json", home / "data" / "backups")
    file.write_text(own)
    second.write_text(lines)
    ledger.note("tool", ())
    if back:
        write(plan_apply("tool", setup, ledger), ledger)
    return ledger
step = 0
while True:
    ledger = fresh()
    before = (file.read_bytes(), second.read_bytes())
    plan = plan_undo("tool", ledger) if back else plan_apply("tool", setup, ledger)
    after = tuple(each.after for each in plan.files)
    child = os.fork()
    if child == 0:
        left, armed = step, True
        write(plan, ledger)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    now = (file.read_bytes(), second.read_bytes())
    for place in (0, 1):
        assert now[place] in (before[place], after[place]), (step, now)
    last = Ledger(home / "data" / "connected.json", home / "data" / "backups")
    write(plan_undo("tool", last), last)
    assert (file.read_text(), second.read_text()) == (own, lines), ("undo after a crash", step)
    if code == 0:
        break
    assert code == 7, code
    step += 1
print(step)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="crashes are made by forking")
@pytest.mark.parametrize("way", ["apply", "undo"])
def test_a_crash_at_any_step_leaves_the_old_or_the_new(tmp_path: Path, way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CRASHING, str(tmp_path), way], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10, "it was really interrupted at many places"


def test_a_full_disk_leaves_the_file_as_it_was(ledger: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(file)
    plan = plan_apply(TOOL, json_setup(file), ledger)
    real, calls = os.fsync, iter(range(9))

    def full(descriptor: int) -> None:
        if next(calls) == 2:  # behind the ledger and the file as it was
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AicoreTrayError, match="could not be written"):
        write(plan, ledger)
    assert file.read_text() == OWN
    assert [each.name for each in file.parent.iterdir()] == ["settings.json"], "no half file is left"
    monkeypatch.undo()
    assert undo(ledger) == ()
    assert file.read_text() == OWN


def test_a_plan_for_another_place_is_refused(ledger: Ledger, file: Path, tmp_path: Path) -> None:
    own(file)
    plan = plan_apply(TOOL, json_setup(file), ledger)
    moved: FilePlan = replace(plan.files[0], target=tmp_path / "elsewhere.json")
    with pytest.raises(ChangedSinceError):
        write(replace(plan, files=(moved,)), ledger)
    assert not (tmp_path / "elsewhere.json").exists()

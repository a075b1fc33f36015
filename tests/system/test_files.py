"""Files of ours are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aicore_tray.system.files import write_whole


def test_a_file_is_its_users_alone_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert [each.name for each in file.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(("pauses", "held", "written"), [(3, 3, True), (3, 4, False), (0, 1, False)])
def test_a_file_that_somebody_reads_on_windows_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: int, held: int, *, written: bool
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    real, tries = Path.replace, iter(range(1000))

    def replace(self: Path, target: Path) -> Path:
        if next(tries) < held:
            raise PermissionError(13, "held by another process")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("aicore_tray.system.files._PAUSES", (0.001,) * pauses)
    try:
        if written:
            write_whole(file, b"new")
        else:
            with pytest.raises(PermissionError):
                write_whole(file, b"new")
    finally:
        monkeypatch.undo()
    assert file.read_bytes() == (b"new" if written else b"old")
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208 - names alone

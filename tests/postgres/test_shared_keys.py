"""Keys of one database, made by several at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from aicore_tray.config.shared_keys import opened_keys
from aicore_tray.system.postgres import Address
from tests.postgres.server import Database

pytestmark = pytest.mark.postgres


def test_the_first_key_is_made_once(tmp_path: Path, database: Database) -> None:
    """Both saw that there is none before either made it."""
    address = Address.read(database.url)
    with opened_keys(tmp_path / "no", address) as one, opened_keys(tmp_path / "no", address) as two:
        assert one.list() == two.list() == ()
        made = [one.create_first("default"), two.create_first("default")]
        assert made[0] is not None
        assert made[1] is None
        assert [key.name for key in two.list()] == ["default"], "who looked knows it"

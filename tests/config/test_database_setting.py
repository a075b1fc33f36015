"""The setting `database`: its address, where its password may stand, and that nothing of it is loaded without it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from aicore_tray.config.configuration import Configuration, load_configuration
from aicore_tray.config.settings import Settings
from aicore_tray.config.settings_file import load_settings
from aicore_tray.engine import Engine
from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import Paths
from aicore_tray.system.postgres import Address, DatabaseError, Postgres
from tests.cli.configs import write

VARIABLE = "AICORE_TRAY_DATABASE"


def test_an_address_without_a_password(tmp_path: Path) -> None:
    url = "postgresql://me@db.corp:5432/tray?sslmode=verify-full"
    file = write(tmp_path / "settings.toml", f'database = "{url}"\n')
    assert load_settings(file, env={}).database == url
    made = load_configuration(Paths.locate(tmp_path), env={}).database
    assert made == Address(url=url)
    assert made.told == "db.corp:5432/tray"
    assert load_configuration(Paths.locate(tmp_path / "empty"), env={}).database is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@db/tray",
        "postgresql://me:s3cret%40@db/tray",
        "postgresql://db/tray?password=s3cret",
        "postgresql://db/tray?sslpassword=s3cret",
        "postgresql://me:s3cret/x@db/tray",
        "postgresql://me:12/s3cret@db/tray",
        "postgresql://me:12#s3cret@db/tray",
        "postgresql://me:12?s3cret@db/tray",
        "postgresql://me:12?s3cret=@db/tray",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    file = write(tmp_path / "settings.toml", f'database = "{url}"\n')
    with pytest.raises(ConfigurationError) as told:
        load_settings(file, env={})
    assert f"{file}: database: " in told.value.problems[0]
    assert "s3cret" not in str(told.value)


def test_a_password_in_the_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    file = write(tmp_path / "settings.toml", 'database = "postgresql://me:s3cret@db/tray"\n')
    with pytest.raises(ConfigurationError, match=r"give it in PGPASSWORD, in \.pgpass, or .* in AICORE_TRAY_DATABASE"):
        load_settings(file, env={})


def test_a_password_in_the_environment(tmp_path: Path) -> None:
    env = {VARIABLE: "postgresql://me:s3cret%2F@db/tray"}
    configuration = load_configuration(Paths.locate(tmp_path), env=env)
    assert configuration.settings.database == "postgresql://me@db/tray"
    assert configuration.database is not None
    assert configuration.database.password == "s3cret/"
    assert "s3cret" not in repr(configuration)


@pytest.mark.parametrize(
    "url", ["mysql://db/tray", "postgresql://db", "db", "postgresql://db:port/tray", "postgresql://db/a/b"]
)
def test_what_is_no_address(tmp_path: Path, url: str) -> None:
    for env, file in (({VARIABLE: url}, ""), ({}, f'database = "{url}"\n')):
        with pytest.raises(ConfigurationError, match="is no address; use postgresql://user@host:5432/name"):
            load_settings(write(tmp_path / "settings.toml", file), env=env)


@pytest.mark.parametrize("package", ["sqlalchemy", "psycopg"])
def test_packages_that_are_missing(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DatabaseError) as told:
        Postgres(Address(url="postgresql://db/tray"))
    assert 'pip install "aicore-tray[postgres]"' in told.value.line()


async def test_another_one_holds_from_the_next_start_on(tmp_path: Path) -> None:
    """Books cannot change their place while requests run."""
    told: list[str] = []
    before = Configuration(settings=Settings(port=0), accounts=())
    engine = Engine(before, Paths.locate(tmp_path), on_warning=told.append)
    await engine.start()
    await engine.apply(before)
    assert told == []
    await engine.apply(replace(before, database=Address(url="postgresql://db/tray")))
    assert told == ["The setting database holds from the next start on"]
    assert engine.keys.create("mine")
    await engine.aclose(grace=0)
    assert (tmp_path / "data" / "keys.json").exists()


def test_nothing_of_it_is_loaded_without_the_setting(tmp_path: Path) -> None:
    """An engine runs, a key is made and the books are read."""
    code = """
import asyncio, sys
from pathlib import Path
from aicore_tray.config.configuration import Configuration
from aicore_tray.config.settings import Settings
from aicore_tray.engine import Engine
from aicore_tray.system.paths import Paths

async def main():
    engine = Engine(Configuration(settings=Settings(port=0), accounts=()), Paths.locate(Path(sys.argv[1])))
    await engine.start()
    engine.keys.create("mine")
    engine.books.usage_by("key")
    await engine.aclose()

asyncio.run(main())
print(sorted({"sqlalchemy", "psycopg", "psycopg_binary"} & {name.partition(".")[0] for name in sys.modules}))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (ended.stdout, ended.returncode) == ("[]\n", 0), ended.stderr

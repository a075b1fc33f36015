"""Every service key of this machine is found, those that cannot be used with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aicore_tray.aicore.environment import find_all
from aicore_tray.aicore.service_key import ServiceKey


def key(client: str) -> dict[str, object]:
    return {
        "clientid": client,
        "clientsecret": "s3cret",
        "url": "https://sub.authentication.eu10.hana.ondemand.com",
        "serviceurls": {"AI_API_URL": "https://b.example"},
    }


def test_every_source(tmp_path: Path) -> None:
    folder = tmp_path / ".aicore"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(key("usual") | {"AICORE_RESOURCE_GROUP": "team"}))
    (folder / "config_lab.json").write_text(json.dumps(key("lab")))
    (folder / "config_torn.json").write_text('{"clientid": "s3cret')
    (folder / "other.json").write_text("{}")
    env = {
        "AICORE_SERVICE_KEY": json.dumps(key("one")),
        "AICORE_CLIENT_ID": "half",
        "VCAP_SERVICES": json.dumps(
            {"aicore": [{"name": "a", "credentials": key("first")}, {"name": "b", "credentials": key("second")}]}
        ),
    }
    found = find_all(env, tmp_path)
    assert [(each.key.client_id if each.key else "", each.resource_group, each.name) for each in found] == [
        ("one", "default", ""),
        ("", "default", ""),
        ("usual", "team", ""),
        ("lab", "default", "lab"),
        ("", "default", "torn"),
        ("first", "default", "a"),
        ("second", "default", "b"),
    ]
    assert all(bool(each.problem) is (each.key is None) for each in found)
    assert "AICORE_CLIENT_SECRET" in found[1].problem
    assert str(folder / "config_torn.json") in found[4].source
    assert "s3cret" not in repr(found)


def test_elsewhere_and_nothing(tmp_path: Path) -> None:
    assert find_all({}, tmp_path) == ()
    (tmp_path / "mine.json").write_text(json.dumps(key("mine")))
    (tmp_path / "config_x.json").write_text(json.dumps(key("x")))
    env = {"AICORE_CONFIG": str(tmp_path / "mine.json"), "AICORE_HOME": str(tmp_path), "VCAP_SERVICES": "no JSON"}
    found = find_all(env, tmp_path / "home")
    assert [each.key.client_id if each.key else each.source for each in found] == ["mine", "x", "VCAP_SERVICES"]


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("sub.authentication.eu10.hana.ondemand.com", "eu10"),
        ("sub.authentication.us10-001.hana.ondemand.com", "us10-001"),
        ("sub.authentication.cert.ap11.hana.ondemand.com", "ap11"),
        ("login.example", ""),
    ],
)
def test_the_region(host: str, region: str) -> None:
    assert ServiceKey(client_id="a", auth_url=f"https://{host}", api_url="https://b").region == region

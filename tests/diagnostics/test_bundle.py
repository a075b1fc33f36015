"""What is copied for others to read holds no secret, whatever was planted where."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aicore_tray.config.settings import AccountSettings, Settings
from aicore_tray.diagnostics import bundle, computer
from aicore_tray.diagnostics.bundle import AccountFacts, Material, RequestFacts, collect
from aicore_tray.diagnostics.doctor import STATE_FAILED, STATE_OK, Stage
from aicore_tray.diagnostics.lag import LagReport
from aicore_tray.diagnostics.redaction import GONE, Redactor
from aicore_tray.system.paths import Paths

PEM = "-----BEGIN CERTIFICATE-----\nMIIDplantedbodyAAA111\nBBBplantedbody222CCC\n-----END CERTIFICATE-----"
PRIVATE = "-----BEGIN RSA PRIVATE KEY-----\nMIIEplantedprivate333\n-----END RSA PRIVATE KEY-----"
SECRETS = {
    "clientsecret": "5f1c9a77-planted-4e1b$pLaNtEdsEcReT-abc_def=",
    "clientid": "sb-6d0planted-1c!b4711|aicore!b540",
    "proxy password": "hunter2-planted",
    "local key": "act-PlantedLocalKey0123456789abcdef",
    "jwt": "eyJhbGciOiJQLANTED.eyJzdWIiOiJwbGFudGVk.c2lnbmF0dXJlLXBsYW50ZWQ",
    "openai key": "sk-proj-plantedplanted12345678",
    "environment": "env-planted-value-1234",
    "short known": "pl4n",
}


def leaks(text: str) -> list[str]:
    planted = [*SECRETS.values(), "MIIDplantedbodyAAA111", "BBBplantedbody222CCC", "MIIEplantedprivate333"]
    return [secret for secret in planted if secret in text] + (["planted"] if "planted" in text.lower() else [])


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths.locate(tmp_path / "home" / "jane.doe" / "app")
    made.logs.mkdir(parents=True)
    made.data.mkdir()
    return made


def material(paths: Paths, **more: object) -> Material:
    values: dict[str, object] = {
        "paths": paths,
        "proxy": {"Address": "http://127.0.0.1:3001", "State": "running", "Running requests": "2"},
        "versions": {"Qt": "6.11.3"},
        "settings": Settings(
            port=3055,
            proxy="http://jane:hunter2-planted@proxy.corp.example:8080/?token=planted",
            proxy_user="jane-planted",
            accounts={"prod": AccountSettings()},
        ),
        "accounts": (
            AccountFacts(
                name="prod", state="refused", region="eu10", groups=("default",), sign_in="secret", deployments=3,
                trouble=f"SAP refused {SECRETS['clientid']} at https://sub.authentication.eu10.hana.ondemand.com",
            ),
        ),
        "troubles": (f"The proxy http://jane:{SECRETS['proxy password']}@proxy.corp.example:8080 says no.",),
        "requests": (
            RequestFacts(
                started=1e9, client="claude-cli/2.1", dialect="messages", model="gpt-5", status=200, complete=True,
                input=10, output=5, first_token=0.4, duration=1.5,
            ),
        ),
        "checks": {
            "prod": (
                Stage(name="tls", state=STATE_OK, detail=f"trusted\n{PEM}"),
                Stage(name="token", state=STATE_FAILED, detail=f"client_secret={SECRETS['clientsecret']} is refused"),
            )
        },
        "lag": LagReport(samples=1200, p50=0.4, p99=3.2, longest=7.0),
        "secrets": (SECRETS["short known"], PEM, PRIVATE, SECRETS["clientsecret"]),
    }  # fmt: skip
    return Material(**{**values, **more})  # type: ignore[arg-type]


def test_no_secret_that_was_planted_is_in_it(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRETS["environment"])
    monkeypatch.setenv("HTTPS_PROXY", "http://jane:hunter2-planted@proxy.corp.example:8080")
    monkeypatch.setattr(computer, "user_and_host", lambda: ("jane.doe", "janes-thinkpad.corp.example"))
    monkeypatch.setattr(Path, "home", lambda: paths.config.parent)
    lines = [
        f"Authorization: Bearer {SECRETS['jwt']}",
        f'{{"authorization": "Basic cGxhbnRlZDpwbGFudGVk", "x-api-key": "{SECRETS["local key"]}"}}',
        json.dumps({"clientid": SECRETS["clientid"], "clientsecret": SECRETS["clientsecret"], "certificate": PEM}),
        f"GET https://jane:pw-planted@host.example/path?key={SECRETS['openai key']}&x=1#planted failed",
        f"password = 'two planted words' and {SECRETS['short known']} and {SECRETS['environment']}",
        f"said {SECRETS['openai key']} to {SECRETS['local key']} for jane.planted@example.com",
        "proxy jane:pw-planted@proxy.corp.example:8080",
        "Cookie: a=planted; b=planted too",
        PRIVATE,
        "opened /home/someplanted/x and C:\\Users\\someplanted\\y on janes-thinkpad by jane.doe",
    ]
    (paths.logs / "aicore-tray.log").write_text("\n".join(lines))
    text = asyncio.run(collect(material(paths)))
    assert leaks(text) == []
    for hidden in ("jane.doe", "thinkpad", str(paths.config.parent), "cGxhbnRlZDpwbGFudGVk", "authentication.eu10"):
        assert hidden not in text, hidden
    for told in ("127.0.0.1:3001", "6.11.3", "port = 3055", "proxy.corp.example:8080", "[SAP, eu10]", "prod - refused",
                 "token - failed", "p99 3.2 ms", "claude-cli/2.1", "first content after 0.4 s", "~/app",
                 "accounts = 1 entries"):  # fmt: skip
        assert told in text, told
    assert "OPENAI_API_KEY" in text, "that it is set is told, its value is not"


def test_it_works_when_nothing_is_known(tmp_path: Path) -> None:
    text = asyncio.run(collect(Material(paths=Paths.locate(tmp_path / "nowhere"))))
    for said in ("no log file", "The settings could not be read", "not measured", "usage.db: not there yet"):
        assert said in text


def test_the_last_lines_of_a_log_alone(paths: Paths) -> None:
    log = paths.logs / "aicore-tray.log"
    log.write_bytes(b"\xff\xfe broken\n" + b"".join(b"line %d\n" % number for number in range(5000)))
    found = computer.last_lines(log, bundle.LOG_LINES)
    assert len(found) == bundle.LOG_LINES
    assert found[-1] == "line 4999"
    log.unlink()
    log.mkdir()
    assert "cannot be read" in computer.last_lines(log, 5)[0]


# ---- the redactor by itself

_token = some.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=12, max_size=60)
_around = some.text(some.characters(codec="utf-8", exclude_characters="-"), max_size=30)
_FORMS = (
    "Authorization: Bearer {}",
    "proxy-authorization={}",
    '"client_secret": "{}"',
    "clientsecret={}",
    "X-Api-Key: {}",
    "AICORE_CLIENT_SECRET='{}'",
    "access_token={}",
    "https://user:{}@host.example/x",
    "https://host.example/x?code={}",
    "Bearer {}",
    "user:{}@proxy.example:8080",
    "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\\n{}",
    "act-{}",
    "password: {}",
    '{{\\"password\\": \\"{}\\"}}',
)


@given(secret=_token, before=_around, form=some.sampled_from(_FORMS))
def test_a_secret_in_its_usual_place_is_found(secret: str, before: str, form: str) -> None:
    text = f"{before}\n{form.format('zq' + secret)}"
    assert "zq" + secret not in Redactor().clean(text)


@given(secret=some.text(min_size=8, max_size=60).filter(lambda text: len(text.strip()) >= 8), before=_around)
def test_a_known_secret_is_found_anywhere(secret: str, before: str) -> None:
    kept = secret.strip()
    cleaned = Redactor([secret]).clean(f"{before}{kept} and {kept}")
    assert kept not in cleaned.replace(GONE, "")


@given(text=some.text(max_size=400))
def test_whatever_comes_is_cleaned_without_an_error_and_to_an_end(text: str) -> None:
    redactor = Redactor(home="/home/jane", user="jane", host="thinkpad")
    once = redactor.clean(text)
    assert "/home/jane/" not in once
    assert redactor.clean(once) is not None


def test_what_is_no_secret_stays() -> None:
    redactor = Redactor(user="root", host="localhost", home="/root")
    for text in (
        "10:32:10,123 INFO    6f9619ff-8b86-d011-b42d-00cf4fc964ff aicore_tray.gateway.relay: messages claude",
        "claude-sonnet -> anthropic--claude-4.6-sonnet: 200, 8214 + 412 tokens, 6.40 s",
        "The root certificate is trusted",
        "http://127.0.0.1:3001/v1/messages",
        "Deployment d01a1f6c93e7b2045 rests for 12 s: rate_limit (too many tokens)",
        "Port 3001 is taken by node (4711).",
    ):
        assert redactor.clean(text) == text

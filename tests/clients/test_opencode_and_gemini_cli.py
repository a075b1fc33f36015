"""OpenCode and the Gemini CLI themselves complete a headless turn with a tool call, on a model of each family."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clients.conftest import KEY, Demo, Tools

pytestmark = pytest.mark.clients

# The Gemini CLI runs no command with `$(`. Only a program that really ran makes the proof of either.
WORDS = "Run the shell command `printf 'quince-%d' 0x2a` and tell me what it printed."
PROOF = "quince-42"
SMALL = "claude-haiku-4-5"


def opencode_config(url: str, package: str, model: str) -> str:
    limits = {"limit": {"context": 200000, "output": 32000}}
    provider = {
        "npm": package,
        "name": "SAP AI Core",
        "options": {"baseURL": f"{url}/v1", "apiKey": "{env:AICORE_TRAY_KEY}"},
        "models": {model: limits, SMALL: limits},
    }
    return json.dumps({"model": f"sap/{model}", "small_model": f"sap/{SMALL}", "provider": {"sap": provider}})


@pytest.mark.parametrize(
    ("package", "model"),
    [
        ("@ai-sdk/openai-compatible", "claude-sonnet-4-5"),
        ("@ai-sdk/openai-compatible", "gpt-5"),
        ("@ai-sdk/openai-compatible", "gemini-3.5-flash"),
        ("@ai-sdk/anthropic", "gemini-3.5-flash"),
        ("@ai-sdk/openai", "claude-sonnet-4-5"),
    ],
)
def test_opencode(tools: Tools, demo: Demo, tmp_path: Path, package: str, model: str) -> None:
    before = demo.stats()["total"]
    config = tmp_path / ".config" / "opencode" / "opencode.json"
    config.parent.mkdir(parents=True)
    config.write_text(opencode_config(demo.url, package, model), encoding="utf-8")
    printed = tools.run(
        "opencode",
        ["run", "--format", "json", WORDS],
        home=tmp_path,
        env={
            "AICORE_TRAY_KEY": KEY,
            "OPENCODE_DISABLE_AUTOUPDATE": "1",
            "OPENCODE_DISABLE_MODELS_FETCH": "1",
            "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
            "OPENCODE_DISABLE_DEFAULT_PLUGINS": "1",
        },
    )
    events = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert [each["part"]["state"]["status"] for each in events if each["type"] == "tool_use"] == ["completed"]
    assert PROOF in "".join(each["part"]["text"] for each in events if each["type"] == "text")
    assert "error" not in {each["type"] for each in events}
    after = demo.stats()["total"]
    assert after["requests"] - before["requests"] >= 2
    assert after["errors"] == before["errors"]


@pytest.mark.parametrize("model", ["claude-sonnet-4-5", "gpt-5", "gemini-2.5-pro"])
def test_gemini_cli(tools: Tools, demo: Demo, tmp_path: Path, model: str) -> None:
    before = demo.stats()["total"]
    settings = {
        "security": {"auth": {"selectedType": "gemini-api-key"}},
        "privacy": {"usageStatisticsEnabled": False},
        "telemetry": {"enabled": False},
        "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
    }
    (tmp_path / ".gemini").mkdir()
    (tmp_path / ".gemini" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    printed = tools.run(
        "gemini",
        ["-m", model, "--yolo", "--output-format", "json", "-p", WORDS],
        home=tmp_path,
        env={"GOOGLE_GEMINI_BASE_URL": demo.url, "GEMINI_API_KEY": KEY, "GEMINI_CLI_TRUST_WORKSPACE": "true"},
    )
    result = json.loads(printed)
    assert PROOF in result["response"]
    assert (result["stats"]["tools"]["totalSuccess"], result["stats"]["tools"]["totalFail"]) == (1, 0)
    after = demo.stats()["total"]
    assert after["requests"] - before["requests"] >= 2
    assert after["errors"] == before["errors"]

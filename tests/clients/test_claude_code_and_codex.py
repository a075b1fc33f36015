"""Claude Code and Codex themselves complete a headless turn with a tool call, on a model of each family."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clients.conftest import KEY, MODELS, Demo, Tools

pytestmark = pytest.mark.clients

WORDS = "Run the shell command `echo quince-$((6*7))` and tell me what it printed."
PROOF = "quince-42"  # only a shell that really ran makes this of the words above
_CODEX_CONFIG = """
model_provider = "aicore"
[analytics]
enabled = false
[features]
plugins = false
remote_plugin = false
[model_providers.aicore]
name = "SAP AI Core (local proxy)"
base_url = "{url}/v1"
env_key = "AICORE_TRAY_KEY"
wire_api = "responses"
"""


@pytest.mark.parametrize("model", MODELS)
def test_claude_code(tools: Tools, demo: Demo, tmp_path: Path, model: str) -> None:
    before = demo.stats()["total"]
    printed = tools.run(
        "claude",
        ["-p", WORDS, "--model", model, "--output-format", "json", "--dangerously-skip-permissions"],
        home=tmp_path,
        env={
            "ANTHROPIC_BASE_URL": demo.url,
            "ANTHROPIC_AUTH_TOKEN": KEY,
            "ANTHROPIC_DEFAULT_HAIKU_MODEL": "claude-haiku-4-5",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "IS_SANDBOX": "1",
        },
    )
    result = json.loads(printed)
    final = result[-1] if isinstance(result, list) else result
    assert final["is_error"] is False
    assert PROOF in final["result"]
    after = demo.stats()["total"]
    assert after["requests"] - before["requests"] >= 2  # the call, and the answer to its result
    assert after["errors"] == before["errors"]


@pytest.mark.parametrize("model", MODELS)
def test_codex(tools: Tools, demo: Demo, tmp_path: Path, model: str) -> None:
    before = demo.stats()["total"]
    (tmp_path / ".codex").mkdir()
    (tmp_path / ".codex" / "config.toml").write_text(_CODEX_CONFIG.format(url=demo.url), encoding="utf-8")
    printed = tools.run(
        "codex",
        ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "-m", model, WORDS],
        home=tmp_path,
        env={"AICORE_TRAY_KEY": KEY},
    )
    assert PROOF in printed
    after = demo.stats()["total"]
    assert after["requests"] - before["requests"] >= 2
    assert after["errors"] == before["errors"]

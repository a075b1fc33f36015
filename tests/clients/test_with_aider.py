"""aider edits a file, on a model of each family and in each form in which it lets models tell a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clients.conftest import KEY, Demo
from tests.real_tools import Aider

pytestmark = pytest.mark.clients

BEFORE = 'def fruit():\n    return "apple"\n'
AFTER = 'def fruit():\n    return "quince"\n'
_QUIET = [
    "--no-git", "--yes-always", "--no-check-update", "--analytics-disable", "--no-show-model-warnings",
    "--no-show-release-notes", "--no-pretty", "--no-fancy-input",
]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "form"),
    [
        ("openai/claude-sonnet-4-5", "diff"),
        ("openai/gpt-5", "diff"),
        ("openai/gemini-3.5-flash", "whole"),
        ("anthropic/gemini-3.5-flash", "whole"),
    ],
)
def test_aider(aider: Aider, demo: Demo, tmp_path: Path, model: str, form: str) -> None:
    before = demo.stats()["total"]
    file = tmp_path / "project" / "fruit.py"
    file.parent.mkdir()
    file.write_text(BEFORE, encoding="utf-8")
    # It would fetch a list of prices from the net; one in its cache will do, even if it names nothing.
    prices = tmp_path / ".aider" / "caches" / "model_prices_and_context_window.json"
    prices.parent.mkdir(parents=True)
    prices.write_text(json.dumps({"sample_spec": {}}), encoding="utf-8")
    small = f"{model.partition('/')[0]}/claude-haiku-4-5"
    words = 'Replace "apple" with "quince" in fruit.py.'
    printed = aider.run(
        ["--model", model, "--weak-model", small, *_QUIET, "--message", words, "fruit.py"],
        home=tmp_path,
        env={
            "OPENAI_API_BASE": f"{demo.url}/v1",
            "OPENAI_API_KEY": KEY,
            "ANTHROPIC_API_BASE": demo.url,
            "ANTHROPIC_API_KEY": KEY,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        },
    )
    assert f"with {form} edit format" in printed
    assert file.read_text(encoding="utf-8") == AFTER
    after = demo.stats()["total"]
    assert after["requests"] > before["requests"]
    assert after["errors"] == before["errors"]

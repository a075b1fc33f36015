"""Public suites for APIs find nothing to complain of but what is listed here with its reason."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.clients.conftest import KEY, Demo, Tools

pytestmark = pytest.mark.clients

MODELS = (
    "gpt-4o", "gpt-5", "claude-sonnet-4-5", "gemini-2.5-flash", "amazon--nova-lite", "mistralai--mistral-small",
    "qwen3.7-max",  # served through orchestration alone
)  # fmt: skip
# Format of llm-comply -> the path of its base URL, and how it brings the key.
_FORMATS: Mapping[str, tuple[str, list[str]]] = {
    "open-responses": ("/v1", []),
    "openai-chat": ("/v1", []),
    "anthropic": ("/v1", ["--auth-header", "x-api-key", "--no-bearer", "-H", "anthropic-version:2023-06-01"]),
    "google-genai": ("", ["--auth-header", "x-goog-api-key", "--no-bearer"]),
}
_BY_NAME = "the suite asks this only of model names that it knows to think"
_UNTOLD = "the model counts the tokens of its thoughts among those of its answer and does not tell them apart"
_THINKS_NOT = "this model does not think"
_UNKNOWN = "nothing is known of this model's thinking, so that none is asked for"
# (format, test, model) -> why it is no clean pass. One that has become a pass has to go.
EXCEPTIONS: Mapping[tuple[str, str, str], str] = {
    **{("open-responses", "reasoning-summary", model): _BY_NAME for model in MODELS if model != "gpt-5"},
    **{("openai-chat", "chat-reasoning-summary", model): _BY_NAME for model in MODELS if model != "gpt-5"},
    **{("anthropic", "anth-thinking-display", model): _BY_NAME for model in MODELS if model != "claude-sonnet-4-5"},
    ("google-genai", "google-thinking", "gpt-4o"): _THINKS_NOT,
    ("google-genai", "google-thinking", "claude-sonnet-4-5"): _UNTOLD,
    ("google-genai", "google-thinking", "amazon--nova-lite"): _UNTOLD,
    ("google-genai", "google-thinking", "mistralai--mistral-small"): _UNTOLD,
    ("google-genai", "google-thinking", "qwen3.7-max"): _UNKNOWN,
}


def complaints(kind: str, report: str, model: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield what llm-comply did not pass without a word: where, and what it says."""
    results = json.loads(report)["results"]
    assert len(results) >= 9
    for result in results:
        words = [*result.get("errors", []), *result.get("warnings", [])]
        if result["status"] != "passed" or words:
            yield (kind, result["id"], model), f"{result['status']}: {'; '.join(words)}"


@pytest.mark.parametrize("kind", list(_FORMATS))
def test_llm_comply(demo: Demo, kind: str) -> None:
    path, how = _FORMATS[kind]
    command = [sys.executable, "-m", "llm_comply.cli", "--json", "--format", kind, "-u", f"{demo.url}{path}", *how]
    running = {
        model: subprocess.Popen(
            [*command, "-k", KEY, "-m", model], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for model in MODELS
    }
    found: dict[tuple[str, str, str], str] = {}
    for model, process in running.items():
        report, said = process.communicate(timeout=120)
        assert report, said
        found.update(complaints(kind, report, model))
    excused = {key for key in EXCEPTIONS if key[0] == kind}
    assert {key: words for key, words in found.items() if key not in excused} == {}
    assert {key for key in excused if key not in found} == set(), "these exceptions are stale"


@pytest.mark.parametrize("model", MODELS)
def test_compatcanary(tools: Tools, demo: Demo, tmp_path: Path, model: str) -> None:
    printed = tools.run(
        "compatcanary",
        ["scan", "--base-url", f"{demo.url}/v1", "--model", model, "--profile", "modern", "--format", "json",
         "--fail-on", "never"],
        home=tmp_path,
        env={"OPENAI_API_KEY": KEY},
    )  # fmt: skip
    report = json.loads(printed)
    assert [probe for probe in report["results"] if probe["status"] != "pass"] == []
    assert report["summary"]["total"] == 7
    assert report["compatible"] is True

"""The AI SDK, the strictest reader of streams there is, on every API and a model of each family."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.clients.conftest import KEY, MODELS, Demo, Tools

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("api", ["responses", "messages", "chat"])
def test_ai_sdk(tools: Tools, demo: Demo, tmp_path: Path, api: str) -> None:
    script = tools.folder / "ai_sdk.mjs"  # Node looks for packages beside the script
    shutil.copy(Path(__file__).with_name("ai_sdk.mjs"), script)
    printed = tools.run(tools.node / "node", [str(script), demo.url, KEY, api, *MODELS], home=tmp_path, env={})
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["model"] for row in rows] == MODELS
    for row in rows:
        assert "error" not in row, row
        assert "Paris: 21 degrees" in row["streamed"]
        assert "Berlin: 21 degrees" in row["streamed"]
        assert "Oslo: 21 degrees" in row["whole"]
        assert row["steps"] == 2
        assert row["usage"]["inputTokens"] > 100

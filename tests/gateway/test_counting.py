"""Counts of tokens before a request: learned from what models count, kept over a restart, pictures by rule."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from aicore_tray.sandbox.server import Sandbox
from tests.bench.counting import AFTER, BEFORE, MODELS, errors_of
from tests.gateway.proxy import Proxy, running_proxy


async def test_counts_are_right_after_some_requests_and_stay_so(tmp_path: Path) -> None:
    models = MODELS[0], MODELS[2], MODELS[4]
    async with Sandbox(skewed=True) as sandbox:
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            for seed, model in enumerate(models):
                found = await errors_of(proxy, model, seed)
                assert found.before > BEFORE
                assert found.after < AFTER
        async with running_proxy(tmp_path, behind=sandbox) as proxy:
            for model in models:
                again = await errors_of(proxy, model, 7)
                assert again.before < AFTER + 0.02, "what was learned is gone"


async def test_a_spoilt_memory_is_learned_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with running_proxy(tmp_path) as proxy:
        file = proxy.paths.counting_file
    file.write_text("[1]")
    async with running_proxy(tmp_path) as proxy:
        assert await counted(proxy, MODELS[0], [{"type": "text", "text": "Hello."}])
    assert "learned anew" in caplog.text


def png(width: int, height: int) -> dict[str, Any]:
    head = struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()
    return {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}}


async def counted(proxy: Proxy, model: str, content: list[dict[str, Any]]) -> int:
    body = {"model": model, "messages": [{"role": "user", "content": content}]}
    status, told = await proxy.ask("/v1/messages/count_tokens", body)
    assert status == 200, told
    return int(told["input_tokens"])


@pytest.mark.parametrize(
    ("model", "size", "tokens"),
    [
        # As Anthropic, OpenAI and Google document them.
        ("anthropic--claude-4.5-sonnet", (200, 200), 54),
        ("anthropic--claude-4.5-sonnet", (1000, 1000), 1334),
        ("anthropic--claude-4.5-sonnet", (4000, 4000), 1600),
        ("gpt-4o", (1024, 1024), 765),
        ("gpt-4o", (2048, 4096), 1105),
        ("gemini-2.5-flash", (384, 384), 258),
        ("gemini-2.5-flash", (1536, 768), 516),
    ],
)
async def test_pictures_count_by_the_vendors_rules(
    proxy: Proxy, model: str, size: tuple[int, int], tokens: int
) -> None:
    text = [{"type": "text", "text": "What is this?"}]
    bare = await counted(proxy, model, text)
    assert abs(await counted(proxy, model, [*text, png(*size)]) - bare - tokens) <= 1


async def test_a_pdf_counts_by_its_pages(proxy: Proxy) -> None:
    pages = b"".join(b"%d 0 obj << /Type /Page >> endobj\n" % number for number in range(3, 8))
    pdf = b"%PDF-1.4\n1 0 obj << /Type /Pages /Count 5 >> endobj\n" + pages + b"%%EOF"
    source = {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(pdf).decode()}
    text = [{"type": "text", "text": "What is this?"}]
    bare = await counted(proxy, "gemini-2.5-flash", text)
    found = await counted(proxy, "gemini-2.5-flash", [*text, {"type": "document", "source": source}])
    assert abs(found - bare - 5 * 258) <= 1

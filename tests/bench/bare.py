"""The least that a relay can do: one token, one deployment, bytes copied. Run it: python -m tests.bench.bare URL"""

from __future__ import annotations

import asyncio
import sys

import aiohttp
from aiohttp import web

from aicore_tray.cli.serve import run_loop
from tests.bench.canned import CLAUDE, GPT, IDS

# What clients ask -> where the upstream answers.
PLACES = {
    "/v1/chat/completions": f"/v2/inference/deployments/{IDS[GPT]}/chat/completions?api-version=2024-12-01-preview",
    "/v1/messages": f"/v2/inference/deployments/{IDS[CLAUDE]}/invoke",
    "/v1/messages/stream": f"/v2/inference/deployments/{IDS[CLAUDE]}/invoke-with-response-stream",
}


async def serve(upstream: str) -> None:
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        headers={"Authorization": "Bearer token", "AI-Resource-Group": "default"},
    )

    async def relay(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        async with session.post(upstream + PLACES[request.path], data=body) as answer:
            out = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]})
            if answer.content_length is not None:
                out.content_length = answer.content_length
            await out.prepare(request)
            async for chunk in answer.content.iter_any():
                await out.write(chunk)
            await out.write_eof()
            return out

    app = web.Application(client_max_size=1 << 30)
    for path in PLACES:
        app.router.add_post(path, relay)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
    sys.stdout.write(f"Listening on http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    run_loop(lambda: serve(sys.argv[1]))

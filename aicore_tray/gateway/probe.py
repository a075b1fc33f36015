"""A short question of our own to one deployment, to see that it answers before others are sent there."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.families.family import ClientRequest, Family
from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.errors import ApiError
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.answers import answered, read_whole
from aicore_tray.gateway.upstream import Upstream

_CHAT = {"messages": [{"role": "user", "content": "Say ok."}], "max_completion_tokens": 64}
_EMBEDDING = {"input": "ok"}


async def probe(deployment: Deployment, facts: ModelFacts, families: Mapping[str, Family], upstream: Upstream) -> None:
    """Ask a deployment and wait for its answer.

    Raises:
        AicoreTrayError: it has none, or nobody knows how to ask such a model.
    """
    family = families.get(facts.family)
    if family is None:
        raise AicoreTrayError(f"No API of the proxy reaches models such as {deployment.model}")
    body = {"model": deployment.model, **(_CHAT if facts.kind == "chat" else _EMBEDDING)}
    request = ClientRequest(chat_completions, msgspec.json.encode(body), kind=facts.kind)
    try:
        async with upstream.send(deployment, family.plan(request, facts)) as response:
            answered(await read_whole(response))
    except ApiError as error:
        raise AicoreTrayError(f"HTTP {error.status}: {error.message}") from error

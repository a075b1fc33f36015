"""Finds the endpoint behind a deployment's sub-path; what is not on the allow-list is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aicore_tray.sandbox import (
    azure_chat,
    azure_responses,
    claude,
    cohere,
    converse,
    embedding_models,
    embeddings,
    gemini,
    hosted_chat,
    orchestration,
)
from aicore_tray.sandbox.endpoint import Endpoint
from aicore_tray.sandbox.model_facts import ModelFacts
from aicore_tray.sandbox.refusals import gateway_refusal
from aicore_tray.sandbox.tenants import Deployment

_CLAUDE: Mapping[str, Endpoint] = MappingProxyType(
    {"invoke": claude.INVOKE, "invoke-with-response-stream": claude.INVOKE}
)
_NOVA: Mapping[str, Endpoint] = MappingProxyType({"converse": converse.CONVERSE, "converse-stream": converse.CONVERSE})
_AZURE: Mapping[str, Endpoint] = MappingProxyType(
    {
        "chat/completions": azure_chat.CHAT,
        "responses": azure_responses.CREATE,
        "v1/chat/completions": azure_chat.CHAT,
        "v1/responses": azure_responses.CREATE,
    }
)
_TITAN: Mapping[str, Endpoint] = MappingProxyType({"invoke": embedding_models.TITAN})
_NVIDIA: Mapping[str, Endpoint] = MappingProxyType({"embeddings": embedding_models.NVIDIA})
_HOSTED: Mapping[str, Endpoint] = MappingProxyType({"chat/completions": hosted_chat.CHAT})
_COHERE: Mapping[str, Endpoint] = MappingProxyType({"v2/chat": cohere.CHAT})
_EMBEDDINGS: Mapping[str, Endpoint] = MappingProxyType({"embeddings": embeddings.EMBED})
# The first version of the service, at `completion`, is no more.
_ORCHESTRATION: Mapping[str, Endpoint] = MappingProxyType(
    {"v2/completion": orchestration.COMPLETION, "v2/embeddings": orchestration.EMBEDDINGS}
)
_RESPONSES_ONLY = frozenset({"gpt-5.3-codex"})


def endpoint_of(deployment: Deployment, facts: ModelFacts | None, method: str, path: str) -> Endpoint:
    """Return what answers this sub-path, or refuse it in the gateway's words."""
    if deployment.executable == "orchestration":
        found = _ORCHESTRATION.get(path) if method == "POST" else None
        if found is None:
            raise gateway_refusal(f"No route for '{path}'.", status=404, label="NotFound")
        return found
    if facts is None:
        # The smaller families have deployments here, but nobody at home.
        raise gateway_refusal(f"No route for '{path}'.", status=404, label="NotFound")
    found = _lookup(facts, method, path)
    if found is None:
        raise gateway_refusal(f"Subpath '{path}' is not allowed for model '{deployment.model}'.")
    return found


def _lookup(facts: ModelFacts, method: str, path: str) -> Endpoint | None:
    if facts.executable == "azure-openai" and not facts.dimensions:
        bare = path.removeprefix("v1/")
        if bare.startswith("responses/"):
            return azure_responses.LIFECYCLE
        if facts.name in _RESPONSES_ONLY and bare == "chat/completions":
            return None
    if method != "POST":
        return None
    if facts.executable == "gcp-vertexai" and facts.dimensions:
        made = {"predict": embedding_models.PREDICT, "embedContent": embedding_models.EMBED_CONTENT}
        return made[facts.method] if path == f"models/{facts.name}:{facts.method}" else None
    if facts.executable == "gcp-vertexai":
        return gemini.endpoint(facts, path)
    bedrock = (_TITAN if facts.dimensions else _NOVA) if facts.provider == "Amazon" else _CLAUDE
    tables = {
        "aws-bedrock": bedrock,
        "azure-openai": _EMBEDDINGS if facts.dimensions else _AZURE,
        "aicore-mistralai": _HOSTED,
        "perplexity-ai": _HOSTED,
        "aicore-cohere": _COHERE,
        "aicore-nvidia": _NVIDIA,
    }
    return tables[facts.executable].get(path)

"""Azure OpenAI's paths, in which the deployment stands: `/openai/deployments/{name}/chat/completions`.

Source: Azure's REST reference; its SDKs send no model in the body of Chat Completions and Embeddings, or the same one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

import msgspec

from aicore_tray.dialects.reading import json_object

_PATH = re.compile(r"^(?:/v1)?/openai/deployments/(?P<model>[^/]+)(?P<rest>/.+?)/?$")


@dataclass(frozen=True, slots=True)
class AzurePath:
    """What a path asks for.

    Attributes:
        model: the deployment's name, which is a model's name here.
        rest: the path behind it, as OpenAI has it.
    """

    model: str
    rest: str


def read_path(path: str) -> AzurePath | None:
    """Return what a path of Azure's asks for, None for any other path."""
    found = _PATH.match(path)
    return AzurePath(unquote(found["model"]), found["rest"]) if found else None


def with_model(raw: bytes, model: str) -> bytes:
    """Return a body with the model that stands in the path.

    Raises:
        ApiError: the body is no JSON object.
    """
    return msgspec.json.encode({**json_object(raw), "model": model})

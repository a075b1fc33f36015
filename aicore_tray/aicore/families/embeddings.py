"""Embedding models beside OpenAI's: Titan on Bedrock, Gemini's on Vertex, NVIDIA's, each asked in its own way.

All but NVIDIA's take one text a call, so that a list becomes as many calls, whose answers are put together here. Which
way a model is asked is its row's `apis`: invoke, predict, embedContent or embeddings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aicore_tray.aicore.catalogue import FamilyFacts, ModelFacts
from aicore_tray.aicore.families.family import ClientRequest, Plan
from aicore_tray.dialects import chat_completions
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.embeddings import EmbeddingRequest, read_request, write_answer
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid
from aicore_tray.dialects.reading import counted

Vector = list[float]
_PURPOSES = ("query", "passage")


@dataclass(frozen=True, slots=True)
class _Way:
    """How a model is asked.

    Attributes:
        path: below the deployment's URL; `{model}` stands for the model's name.
        write: the bodies of the calls.
        read: the vectors and the token count of one answer.
    """

    path: str
    write: Callable[[EmbeddingRequest, ModelFacts], list[Json]]
    read: Callable[[Json], tuple[list[Vector], int]]


class Embeddings:
    """Plans requests to embedding deployments."""

    def __init__(self, family: FamilyFacts) -> None:
        self._family = family

    def plan(self, request: ClientRequest, facts: ModelFacts) -> Plan:
        asked = read_request(request.body())
        largest = max(facts.dimensions, default=0)
        if asked.dimensions is not None and largest and asked.dimensions > largest:
            raise invalid(f"dimensions: '{facts.name}' makes vectors of {largest} at most", param="dimensions")
        way = next(_WAYS[api] for api in facts.apis if api in _WAYS)
        first, *others = way.write(asked, facts)

        def join(answers: Sequence[Json]) -> Json:
            read = [way.read(answer) for answer in answers]
            vectors = [vector for part, _ in read for vector in part]
            if len(vectors) != len(asked.texts):
                raise ApiError(ErrorKind.UPSTREAM, "The model's answer has another number of vectors than was asked")
            return write_answer(asked, facts.name, vectors, sum(tokens for _, tokens in read))

        return Plan(
            path=way.path.format(model=facts.name),
            body=first,
            others=tuple(others),
            join=join,
            dialect=chat_completions,
            forward=True,
        )


def _titan(asked: EmbeddingRequest, facts: ModelFacts) -> list[Json]:
    # Only the sizes that it was trained for are asked of the model; others are cut.
    size = {"dimensions": asked.dimensions} if asked.dimensions in facts.dimensions[:-1] else {}
    return [{"inputText": text, **size} for text in asked.texts]


def _read_titan(answer: Json) -> tuple[list[Vector], int]:
    return [answer["embedding"]], counted(answer, "inputTextTokenCount")


def _predict(asked: EmbeddingRequest, facts: ModelFacts) -> list[Json]:
    return [{"instances": [{"content": text}]} for text in asked.texts]


def _read_predictions(answer: Json) -> tuple[list[Vector], int]:
    made = [row["embeddings"] for row in answer["predictions"]]
    return [row["values"] for row in made], sum(counted(row, "statistics", "token_count") for row in made)


def _embed_content(asked: EmbeddingRequest, facts: ModelFacts) -> list[Json]:
    return [{"content": {"parts": [{"text": text}]}} for text in asked.texts]


def _read_content(answer: Json) -> tuple[list[Vector], int]:
    return [answer["embedding"]["values"]], counted(answer, "usageMetadata", "promptTokenCount")


def _nvidia(asked: EmbeddingRequest, facts: ModelFacts) -> list[Json]:
    purpose = asked.purpose or _PURPOSES[0]
    if purpose not in _PURPOSES:
        raise invalid(f"input_type: use {' or '.join(_PURPOSES)}", param="input_type")
    body = {"model": facts.name, "input": list(asked.texts), "input_type": purpose}
    return [{**body, "encoding_format": "float", "truncate": "NONE"}]


def _read_list(answer: Json) -> tuple[list[Vector], int]:
    rows = sorted(answer["data"], key=lambda row: int(row["index"]))
    return [row["embedding"] for row in rows], counted(answer, "usage", "prompt_tokens")


_WAYS: Mapping[str, _Way] = {
    "invoke": _Way("/invoke", _titan, _read_titan),
    "predict": _Way("/models/{model}:predict", _predict, _read_predictions),
    "embedContent": _Way("/models/{model}:embedContent", _embed_content, _read_content),
    "embeddings": _Way("/embeddings", _nvidia, _read_list),
}

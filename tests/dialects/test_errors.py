"""Errors: one out of every upstream's many shapes, and told in each dialect's own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aicore_tray.dialects.errors import ApiError, ErrorKind, upstream_error

K = ErrorKind
SECRET = "the whole prompt"
FILTERED = {"message": "The response was filtered", "type": None, "param": "prompt", "code": "content_filter",
            "innererror": {"code": "ResponsibleAIPolicyViolation"}}  # fmt: skip
ORCHESTRATION = {
    "request_id": "r", "code": 400, "message": "400 - LLM Module: bad", "location": "LLM Module",
    "intermediate_results": {"templating": [{"content": SECRET}]}, "headers": {"x": "y"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (401, {"error": "invalid_client", "error_description": "Bad credentials"}, K.AUTHENTICATION, "Bad credentials"),
        (404, {"error": {"code": "01510003", "message": "Not there", "requestId": "x", "target": "/v2"}}, K.NOT_FOUND,
         "Not there"),
        (400, {"error": "BadRequest", "message": "Subpath 'x' is not allowed for model 'm'."}, K.INVALID,
         "Subpath 'x' is not allowed for model 'm'."),
        (429, {"error": "TooManyRequests"}, K.RATE_LIMIT, "TooManyRequests"),
        (403, "RBAC: access denied", K.PERMISSION, "RBAC: access denied"),
        (503, "upstream connect error or disconnect/reset before headers", K.UPSTREAM,
         "upstream connect error or disconnect/reset before headers"),
        (502, "<html><body>Bad gateway</body></html>", K.UPSTREAM, "SAP AI Core answered with status 502"),
        (500, "", K.UPSTREAM, "SAP AI Core answered with status 500"),
        (400, {"error": FILTERED}, K.CONTENT_FILTER, "The response was filtered"),
        (400, {"message": "max_tokens: Field required"}, K.INVALID, "max_tokens: Field required"),
        (400, {"Message": "Malformed"}, K.INVALID, "Malformed"),
        (500, {"message": "ThrottlingException: Too many tokens, please wait"}, K.RATE_LIMIT,
         "ThrottlingException: Too many tokens, please wait"),
        (429, {"error": {"code": 429, "message": "Quota", "status": "RESOURCE_EXHAUSTED"}}, K.RATE_LIMIT, "Quota"),
        (400, [{"error": {"code": 400, "message": "Bad", "status": "INVALID_ARGUMENT"}}], K.INVALID, "Bad"),
        (400, {"error": ORCHESTRATION}, K.INVALID, "400 - LLM Module: bad"),
        (400, {"error": [{"message": "first"}, ORCHESTRATION]}, K.INVALID, "400 - LLM Module: bad"),
        (400, ORCHESTRATION, K.INVALID, "400 - LLM Module: bad"),
        (400, {"message": "Content filtered due to safety violations. Please modify"}, K.CONTENT_FILTER,
         "Content filtered due to safety violations. Please modify"),
        (422, {"detail": [{"loc": ["a"], "msg": "Field required"}, {"msg": "Too long"}], "status": {"code": 2}},
         K.INVALID, "Field required; Too long"),
        (422, {"detail": "Broken"}, K.INVALID, "Broken"),
        (400, {"object": "error", "message": "no such model", "type": "NotFound", "code": 404}, K.INVALID,
         "no such model"),
        (200, {"error": {"code": "429", "message": "exceeded token rate limit"}}, K.RATE_LIMIT,
         "exceeded token rate limit"),
        (200, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, K.OVERLOADED,
         "Overloaded"),
        (200, {"type": "error", "error": {"type": "too_many_requests", "code": "too_many_requests"}}, K.RATE_LIMIT,
         "SAP AI Core answered with status 429"),
        (200, {"error": {"code": 503, "message": "Try later"}}, K.UPSTREAM, "Try later"),
        (200, {"error": {"message": "Oh"}}, K.UPSTREAM, "Oh"),
        (400, {"message": "prompt is too long: 250000 tokens > 200000 maximum"}, K.CONTEXT_LENGTH,
         "prompt is too long: 250000 tokens > 200000 maximum"),
        (400, {"error": {"code": "context_length_exceeded", "message": "Too many"}}, K.CONTEXT_LENGTH, "Too many"),
        (408, {"error": {"message": "late"}}, K.TIMEOUT, "late"),
        (413, "", K.TOO_LARGE, "SAP AI Core answered with status 413"),
        (529, {"message": "x"}, K.OVERLOADED, "x"),
        (400, [], K.INVALID, "SAP AI Core answered with status 400"),
        (400, [1, "two"], K.INVALID, "two"),
        (400, {"error": {"message": {"a": 1}}, "message": 5}, K.INVALID, "SAP AI Core answered with status 400"),
    ],
)  # fmt: skip
def test_every_shape(status: int, body: Any, kind: ErrorKind, message: str) -> None:
    raw = body if isinstance(body, str) else json.dumps(body)
    error = upstream_error(status, raw.encode())
    assert (error.kind, error.message) == (kind, message)
    told = json.dumps([error.as_openai(), error.as_anthropic("req_1")])
    assert SECRET not in told
    assert "intermediate_results" not in told


def test_long_texts_are_cut() -> None:
    assert len(upstream_error(500, b"x" * 10_000).message) <= 500


def test_field_and_code_are_kept() -> None:
    body = {"error": {"message": "No", "param": "tools[0].name", "code": "invalid_function_parameters"}}
    error = upstream_error(400, body, retry_after=3)
    told = error.as_openai()["error"]
    assert (told["message"], told["type"]) == ("No", "invalid_request_error")
    assert (told["param"], told["code"]) == ("tools[0].name", "invalid_function_parameters")
    assert error.retry_after == 3


@pytest.mark.parametrize(
    "secret",
    [
        "https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com/v2/inference/deployments/d0123456789abcde/invoke",
        "https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com/v2/lm/deployments?x=1",
        "https://tenant.authentication.eu10.hana.ondemand.com/oauth/token",
        "https://my-resource.openai.azure.com/openai/deployments/x",
        "https://bedrock-runtime.eu-central-1.amazonaws.com/model/x/invoke",
        "d0123456789abcde",
        "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/x",
        "0a1b2c3d-0000-4000-8000-123456789abc",
        "projects/sap-gcp-12345/locations/europe-west4",
    ],
)
def test_ids_and_addresses_are_redacted(secret: str) -> None:
    told = upstream_error(500, {"message": f"Failed at {secret} today"}).message
    assert secret not in told
    assert told.startswith("Failed at […]")
    assert told.endswith(" today")


def test_a_vendors_documentation_may_be_told() -> None:
    words = "See https://docs.claude.com/en/docs/x and https://go.microsoft.com/fwlink/?linkid=2198766"
    assert upstream_error(400, {"message": words}).message == words


@pytest.mark.parametrize(
    "message", ["prompt is too long: 9 tokens > 8 maximum", "This model's maximum context length is 8"]
)
def test_claude_code_knows_the_words_of_an_overlong_prompt(message: str) -> None:
    error = upstream_error(400, {"error": {"message": message, "code": "context_length_exceeded"}})
    assert error.as_anthropic()["error"]["type"] == "invalid_request_error"
    assert error.as_anthropic()["error"]["message"].startswith("prompt is too long")
    assert message in error.as_anthropic()["error"]["message"]
    assert error.as_openai()["error"]["message"] == message
    assert error.as_openai()["error"]["code"] == "context_length_exceeded"


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_is_told_in_both_shapes(kind: ErrorKind) -> None:
    error = ApiError(kind, "words", param="p")
    assert error.as_anthropic("req_1") == {
        "type": "error", "error": {"type": error.anthropic_type, "message": error.as_anthropic()["error"]["message"]},
        "request_id": "req_1",
    }  # fmt: skip
    assert set(error.as_openai()["error"]) == {"message", "type", "param", "code"}
    assert 400 <= error.status <= 599

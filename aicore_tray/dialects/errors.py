"""One error, told in each dialect's own shape; and the way back from an upstream's many shapes to that one error.

Sources: Anthropic's and OpenAI's published error formats; SAP AI Core's layers each have a shape of their own.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_TEXT = 500
"""An upstream's plain text is cut here: it may be a whole HTML page."""


class ErrorKind(StrEnum):
    """What went wrong, as far as a client can act on it."""

    INVALID = "invalid_request"
    AUTHENTICATION = "authentication"
    PERMISSION = "permission"
    NOT_FOUND = "not_found"
    TOO_LARGE = "too_large"
    CONTEXT_LENGTH = "context_length"
    CONTENT_FILTER = "content_filter"
    RATE_LIMIT = "rate_limit"
    OVERLOADED = "overloaded"
    TIMEOUT = "timeout"
    UPSTREAM = "upstream"


@dataclass(frozen=True, slots=True)
class _Shape:
    status: int
    anthropic: str
    openai: str
    code: str | None


# One row a kind: HTTP status, Anthropic's error type, OpenAI's error type, OpenAI's default code.
_SHAPES: Mapping[ErrorKind, _Shape] = {
    ErrorKind.INVALID: _Shape(400, "invalid_request_error", "invalid_request_error", None),
    ErrorKind.AUTHENTICATION: _Shape(401, "authentication_error", "invalid_request_error", "invalid_api_key"),
    ErrorKind.PERMISSION: _Shape(403, "permission_error", "invalid_request_error", "permission_denied"),
    ErrorKind.NOT_FOUND: _Shape(404, "not_found_error", "invalid_request_error", "model_not_found"),
    ErrorKind.TOO_LARGE: _Shape(413, "request_too_large", "invalid_request_error", "request_too_large"),
    ErrorKind.CONTEXT_LENGTH: _Shape(400, "invalid_request_error", "invalid_request_error", "context_length_exceeded"),
    ErrorKind.CONTENT_FILTER: _Shape(400, "invalid_request_error", "invalid_request_error", "content_filter"),
    ErrorKind.RATE_LIMIT: _Shape(429, "rate_limit_error", "rate_limit_error", "rate_limit_exceeded"),
    ErrorKind.OVERLOADED: _Shape(529, "overloaded_error", "server_error", "server_is_overloaded"),
    ErrorKind.TIMEOUT: _Shape(504, "timeout_error", "server_error", "timeout"),
    ErrorKind.UPSTREAM: _Shape(502, "api_error", "server_error", "server_error"),
}


_OVERLONG = "prompt is too long"
_COUNT = re.compile(r"\d[\d,]{3,}")


# Google's own word for an HTTP status. Source: google.rpc.Code and its mapping to HTTP.
_GOOGLE = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
    529: "UNAVAILABLE",
}


class ApiError(Exception):
    """An error on its way to a client.

    Attributes:
        kind: decides status and type in each dialect.
        message: safe to show: no account, deployment id, prompt or secret in it.
        param: the field that is to blame, where one is.
        code: OpenAI's machine-readable code where it differs from the kind's own.
        retry_after: seconds to wait, where known.
        status: HTTP status; the kind's own unless given.
        details: what Anthropic's error holds under this name, for programs.
        prompt_and_limit: tokens of an overlong prompt (an estimate) and the model's limit, where the upstream's own
            message tells neither.
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        retry_after: float | None = None,
        status: int | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.param = param
        self.code = code or _SHAPES[kind].code
        self.retry_after = retry_after
        self.details = details
        self.prompt_and_limit: tuple[int, int] | None = None
        self.status = status or _SHAPES[kind].status

    @property
    def anthropic_type(self) -> str:
        return _SHAPES[self.kind].anthropic

    @property
    def openai_type(self) -> str:
        return _SHAPES[self.kind].openai

    def as_anthropic(self, request_id: str = "") -> dict[str, Any]:
        """Return Anthropic's error envelope."""
        message = self._overlong() if self.kind is ErrorKind.CONTEXT_LENGTH else self.message
        body: dict[str, Any] = {"type": "error", "error": {"type": self.anthropic_type, "message": message}}
        if self.details:
            body["error"]["details"] = dict(self.details)
        if request_id:
            body["request_id"] = request_id
        return body

    def _overlong(self) -> str:
        """Return any vendor's complaint about an overlong prompt in the words on which Claude Code compacts."""
        if _OVERLONG in self.message.lower():
            return self.message
        told = sorted({int(found.replace(",", "")) for found in _COUNT.findall(self.message)})
        counts = (told[-1], told[0]) if len(told) > 1 else self.prompt_and_limit
        numbers = f": {counts[0]} tokens > {counts[1]} maximum" if counts else ""
        return f"{_OVERLONG}{numbers}. {self.message}"

    def as_google(self) -> dict[str, Any]:
        """Return Google's error envelope."""
        error: dict[str, Any] = {
            "code": self.status,
            "message": self.message,
            "status": _GOOGLE.get(self.status, "INTERNAL" if self.status >= 500 else "INVALID_ARGUMENT"),
        }
        if self.retry_after is not None:
            # What its SDKs wait by; they read no header.
            delay = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{self.retry_after:.0f}s"}
            error["details"] = [delay]
        return {"error": error}

    def as_openai(self) -> dict[str, Any]:
        """Return OpenAI's error envelope."""
        return {
            "error": {
                "message": self.message,
                "type": self.openai_type,
                "param": self.param,
                "code": self.code,
            }
        }


def invalid(message: str, *, param: str | None = None) -> ApiError:
    """Return the error for a request that cannot be understood; `param` names the field."""
    return ApiError(ErrorKind.INVALID, message, param=param)


# ---------------------------------------------------------------------------------------------------------------------
# From an upstream's answer


_KIND_BY_STATUS: Mapping[int, ErrorKind] = {
    400: ErrorKind.INVALID,
    401: ErrorKind.AUTHENTICATION,
    403: ErrorKind.PERMISSION,
    404: ErrorKind.NOT_FOUND,
    408: ErrorKind.TIMEOUT,
    413: ErrorKind.TOO_LARGE,
    422: ErrorKind.INVALID,
    429: ErrorKind.RATE_LIMIT,
    504: ErrorKind.TIMEOUT,
    529: ErrorKind.OVERLOADED,
}

# The orchestration service's words for a model that it does not offer, which it tells with a 400.
_UNSUPPORTED_MODEL = re.compile(r"\bModel \S+ (?:is )?(?:not supported|not found|in version \S+ not found)")

# What an error says weighs more than its status: SAP wraps throttling in 200s and 500s. First match wins.
_KIND_BY_WORDS: tuple[tuple[re.Pattern[str], ErrorKind], ...] = (
    (
        re.compile(
            r"prompt is too long|context_length_exceeded|maximum context length|input is too long|"
            r"exceeds the context window|input token count .* exceeds|too many tokens: total number",
            re.IGNORECASE,
        ),
        ErrorKind.CONTEXT_LENGTH,
    ),
    (_UNSUPPORTED_MODEL, ErrorKind.NOT_FOUND),
    (
        re.compile(r"content management policy|\bcontent_filter\b|filtered due to safety", re.IGNORECASE),
        ErrorKind.CONTENT_FILTER,
    ),
    (
        re.compile(
            r"ThrottlingException|too many (requests|tokens(?!:))|too_many_requests|TooManyRequests|rate_limit|"
            r"rate limit|RESOURCE_EXHAUSTED",
            re.IGNORECASE,
        ),
        ErrorKind.RATE_LIMIT,
    ),
    (
        re.compile(r"overloaded_error|\bOverloaded\b|ServiceUnavailableException|server_is_overloaded"),
        ErrorKind.OVERLOADED,
    ),
)


def upstream_message(body: object) -> str:
    """Return the sentence for people in any of the upstream's error shapes, "" where there is none.

    Never returns `intermediate_results`, which echo the whole prompt.
    """
    if isinstance(body, list):
        return upstream_message(body[-1]) if body else ""
    if not isinstance(body, Mapping):
        return body.strip()[:MAX_TEXT] if isinstance(body, str) else ""
    error = body.get("error")
    candidates = (
        upstream_message(error) if isinstance(error, Mapping | list) else None,
        body.get("message"),
        body.get("Message"),
        body.get("error_description"),
        _detail(body.get("detail")),
        error if isinstance(error, str) else None,
    )
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip():
            return candidate.strip()[: 4 * MAX_TEXT]
    return ""


def _detail(detail: object) -> str | None:
    if isinstance(detail, str):
        return detail
    if isinstance(detail, list):
        return "; ".join(str(row["msg"]) for row in detail if isinstance(row, Mapping) and row.get("msg"))
    return None


def _first(body: object, key: str) -> object:
    if isinstance(body, list):
        return _first(body[-1], key) if body else None
    if isinstance(body, Mapping):
        error = body.get("error")
        if isinstance(error, Mapping | list):
            return _first(error, key)
        return body.get(key)
    return None


# What SAP and the vendors write into messages that a client has no use for: whose account and deployment it was, and
# with which token.
_INTERNAL_IDS = re.compile(
    r"""https?://[^\s'"]*?(?:/inference/deployments/|/v2/(?:lm|admin)/)[^\s'"]*
    |https?://[^\s'"]*?\.(?:ondemand|amazonaws|azure|googleapis)\.com[^\s'"]*
    |\bprojects/[\w.:-]+/locations/[\w-]+
    |\bdeployments?[ /:'"]+d[0-9a-f]{15,16}\b
    |\bd[0-9a-f]{15}\b
    |\b(?:bearer|basic)\s+[\w.~+/=-]{8,}
    |\beyJ[\w-]{5,}\.[\w.-]+
    |\barn:aws:[^\s'"]+
    |\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b""",
    re.IGNORECASE | re.VERBOSE,
)


def redacted(message: str) -> str:
    """Return an upstream's message without deployment ids, account ids, tokens and addresses."""
    return _INTERNAL_IDS.sub("[…]", message)


def says_unsupported(message: str) -> bool:
    """Whether an upstream's message says that it does not offer the model at all."""
    return _UNSUPPORTED_MODEL.search(message) is not None


def _wait_inside(body: object) -> float | None:
    """Return the seconds to wait that the orchestration service passes on from a vendor, inside the error."""
    headers = _first(body, "headers")
    for name, value in headers.items() if isinstance(headers, Mapping) else ():
        if str(name).lower() in ("retry-after", "x-retry-after"):
            try:
                seconds = float(value)
            except (TypeError, ValueError):
                continue
            if math.isfinite(seconds):
                return max(0.0, seconds)
    return None


def upstream_error(status: int, raw: bytes | str | object, *, retry_after: float | None = None) -> ApiError:
    """Turn an upstream's error answer, in whichever of its shapes, into one error.

    Args:
        status: the HTTP status; 200 for an error inside a stream.
        raw: the body as it came, or its parsed form.
        retry_after: seconds from a Retry-After header.
    """
    body = parse_error_body(raw)
    message = redacted(upstream_message(body))
    told = " ".join(
        str(part) for part in (message, _first(body, "type"), _first(body, "code"), _first(body, "status")) if part
    )
    code = _first(body, "code")
    if status == 200:
        number = str(code)
        status = int(number) if number.isdigit() and 400 <= int(number) <= 599 else 502
    # A redirect, an empty success or a proxy's 407 is nothing that the request could be blamed for.
    refused = 400 <= status < 500 and status != 407
    kind = _KIND_BY_STATUS.get(status, ErrorKind.INVALID if refused else ErrorKind.UPSTREAM)
    if status in {400, 429} or status >= 500:
        kind = next((found for pattern, found in _KIND_BY_WORDS if pattern.search(told)), kind)
    param = _first(body, "param")
    keep_code = isinstance(code, str) and kind is ErrorKind.INVALID and not code.isdigit()
    shown = status if kind is ErrorKind.UPSTREAM else _SHAPES[kind].status
    return ApiError(
        kind,
        message or f"SAP AI Core answered with status {shown}",
        param=param if isinstance(param, str) else None,
        code=str(code) if keep_code else None,
        retry_after=_wait_inside(body) if retry_after is None else retry_after,
        status=503 if kind is ErrorKind.UPSTREAM and status == 503 else None,
    )


def parse_error_body(raw: bytes | str | object) -> object:
    """Return the parsed body where it is JSON, else its text."""
    if not isinstance(raw, bytes | str):
        return raw
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    try:
        return json.loads(text)
    except ValueError:
        return "" if text.lstrip().startswith("<") else text


def truncated() -> ApiError:
    """Return the error for a stream that ended without its terminal marker."""
    return ApiError(ErrorKind.UPSTREAM, "The model's answer broke off: the upstream closed the stream before its end")

"""The answer that says no: a status with the body, JSON or plain text, that the real service would send."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is an HTTP answer, raised from deep inside a validator
    """An HTTP answer that ends a request early.

    Attributes:
        status: the HTTP status.
        body: JSON when it is a dict or a list, else plain text (which may be empty).
        headers: further response headers.
    """

    def __init__(self, status: int, body: dict[str, Any] | list[Any] | str, **headers: str) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def gateway_refusal(message: str, *, status: int = 400, label: str = "BadRequest") -> Refusal:
    """The inference gateway's own shape, in which `error` is a label."""
    return Refusal(status, {"error": label, "message": message})

"""One request as the books hold it."""

from __future__ import annotations

import msgspec

from aicore_tray.dialects.answer import Usage

ABORTED = 499
"""The status of a request whose client went away before its end."""


class RequestRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A finished request.

    Attributes:
        id: the x-request-id that the client got.
        started: Unix seconds, wall clock.
        key: the name of the local API key.
        client: the user agent's first product, such as `claude-cli/2.1`.
        dialect: the API that the client spoke.
        asked: the model name that the client sent.
        model: SAP's name of the model that served it; "" where none did.
        status: the HTTP status that the client got; 499 if it went away first.
        complete: the model's answer came to its own end; what is counted of a broken one is what was known.
        usage: real counts from the upstream, never estimates.
        first_token: seconds from the request's arrival to the first content, None if there was none.
        duration: seconds from arrival to the last byte.
        error: the error's kind, "" for none.
        retries: how often the upstream was asked again, whichever deployment that was.
        route: what was tried one after the other, as JSON: `[{"account", "deployment", "outcome", "seconds"}, …]`.
        waited: seconds for which it was held back, since the model's quota was used up.
        units: SAP capacity units that it cost; None where SAP tells no price.
        saved: capacity units that reading from the upstream's cache saved, less what writing to it cost more than plain
            input; it may be negative. None where SAP tells no price.
    """

    id: str
    started: float
    key: str
    client: str
    dialect: str
    asked: str
    model: str = ""
    account: str = ""
    deployment: str = ""
    status: int = 200
    stream: bool = False
    complete: bool = True
    usage: Usage = Usage()
    first_token: float | None = None
    duration: float = 0.0
    error: str = ""
    retries: int = 0
    route: str = ""
    waited: float = 0.0
    units: float | None = None
    saved: float | None = None

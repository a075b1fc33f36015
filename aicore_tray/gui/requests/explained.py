"""What went wrong with a request: what happened, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aicore_tray.gateway.detail import ErrorKind
from aicore_tray.gui.models.request_words import CANCELLED, FAILED, Row, state_of
from aicore_tray.gui.snapshots import RunningView


def tr(text: str) -> str:
    return QCoreApplication.translate("Explained", text)


def explained(row: Row) -> tuple[str, str]:
    """Return the fact and the way out; both are "" where nothing is wrong."""
    if isinstance(row, RunningView) or state_of(row) not in (FAILED, CANCELLED):
        return "", ""
    if state_of(row) == CANCELLED:
        return tr("The client went away before the answer was whole."), tr("Most often somebody pressed Stop there.")
    model, client = row.model or row.asked, row.client.partition("/")[0] or row.key
    fact, way = _said(row.error, client)
    if row.status < 400:
        fact = tr("The answer broke off after it had begun.")
    return fact.format(model=model, asked=row.asked, client=client), way.format(model=model, asked=row.asked)


def _said(error: str, client: str) -> tuple[str, str]:
    again = tr("Ask again; if it goes on, the log tells more.")
    words: dict[str, tuple[str, str]] = {
        ErrorKind.INVALID: (
            tr("{model} does not take this request."),
            tr("What it refuses is told below. It is mostly a field or a value that another model takes."),
        ),
        ErrorKind.AUTHENTICATION: (
            tr("SAP AI Core did not accept the sign-in."),
            tr("Look at the account: its service key may have been deleted or rotated."),
        ),
        ErrorKind.PERMISSION: (
            tr("This API key may not use {asked}."),
            tr("Choose another model, or make a key that may use it."),
        ),
        ErrorKind.NOT_FOUND: (
            tr("No running deployment answers to {asked}."),
            tr("Choose a model that is deployed, or give one this name on the Models page."),
        ),
        ErrorKind.TOO_LARGE: (
            tr("The request is larger than may be sent."),
            tr("Leave out pictures or files, or start a new conversation."),
        ),
        ErrorKind.CONTEXT_LENGTH: (
            tr("The prompt is longer than {model} takes."),
            tr("Start a new conversation or choose a model with more room."),
        ),
        ErrorKind.CONTENT_FILTER: (
            tr("A content filter stopped the request."),
            tr("Say it in other words. The filter belongs to SAP's or the model's own rules."),
        ),
        ErrorKind.RATE_LIMIT: (
            tr("{model} is at its limit of requests."),
            tr("It takes requests again within a minute. A second deployment shares the load."),
        ),
        ErrorKind.OVERLOADED: (
            tr("{model} has too much to do at the moment."),
            tr("Ask again in a moment, or choose another model."),
        ),
        ErrorKind.TIMEOUT: (tr("{model} did not answer in time."), again),
        ErrorKind.UPSTREAM: (tr("SAP AI Core failed with this request."), again),
        "internal": (tr("AI Core Tray failed with this request."), tr("The log tells more under the request's id.")),
    }
    return words.get(error, (tr("This request failed."), again))

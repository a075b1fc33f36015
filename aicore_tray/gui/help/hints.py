"""The hints for first use: one line a page, until it is dismissed or what it tells of was done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: a fact, and what to do with it."""

    fact: str
    what: str


HINTED = ("dashboard", "requests", "chat", "connect", "models", "keys")
"""The pages that have one."""


def tr(text: str) -> str:
    return QCoreApplication.translate("Hint", text)


def hint_of(page: str) -> Hint:
    """Return the hint of one of the pages in HINTED."""
    return {
        "dashboard": Hint(
            tr("Every request is counted here."),
            tr("Double-click one of the last requests to see the way it took."),
        ),
        "requests": Hint(
            tr("Choose a request."),
            tr("Its way, its times, its headers and what went wrong are told below."),
        ),
        "chat": Hint(
            tr("Ask any model that runs."),
            tr("Shift+Enter begins a new line; pictures and files can be dropped."),
        ),
        "connect": Hint(
            tr("Copy what a tool needs, or launch it."),
            tr("Its light turns green at its first request."),
        ),
        "models": Hint(
            tr("Double-click a model for its quota and its names."),
            tr("Its switch hides it from your tools."),
        ),
        "keys": Hint(
            tr("Connect makes a key for each tool by itself."),
            tr("Make one here for anything else, with limits if you like."),
        ),
    }[page]

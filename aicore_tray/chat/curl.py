"""A question as a command for a terminal: the key stays in a variable, and large files stand in it by name."""

from __future__ import annotations

import json

from aicore_tray.chat.attachment import Attachment
from aicore_tray.chat.question import PATH, Question, body_of, encoded

KEY = "AICORE_TRAY_KEY"
"""The variable that holds the API key."""
_LARGEST = 64 * 1024


def as_curl(url: str, question: Question, *, authority: str = "") -> str:
    """Return the command for POSIX shells.

    Args:
        url: where the proxy listens.
        authority: the PEM file to trust where its certificate is ours; "" otherwise.
    """
    body = json.dumps(body_of(question, _short), ensure_ascii=False, indent=2)
    words = [
        f"curl {url}{PATH}",
        f'-H "Authorization: Bearer ${KEY}"',
        "-H 'Content-Type: application/json'",
        *([f"--cacert {_quoted(authority)}"] if authority else []),
        f"-d {_quoted(body)}",
    ]
    return " \\\n  ".join(words) + "\n"


def left_out(question: Question) -> tuple[str, ...]:
    """Return the names of the files whose bytes the command names only."""
    files = (each for message in question.messages for each in message.attachments)
    return tuple(each.name for each in files if each.size > _LARGEST)


def _short(attachment: Attachment) -> str:
    return f"BASE64 OF {attachment.name}" if attachment.size > _LARGEST else encoded(attachment)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"

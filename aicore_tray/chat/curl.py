"""What a question is as a command for a terminal: its body, in which large files stand by name."""

from __future__ import annotations

import json

from aicore_tray.chat.attachment import Attachment
from aicore_tray.chat.question import Question, body_of, encoded

_LARGEST = 64 * 1024


def as_text(question: Question, *, lines: bool = True) -> str:
    """Return the JSON that the question sends.

    Args:
        lines: break it, as people read it; not every shell takes that.
    """
    return json.dumps(body_of(question, _short), ensure_ascii=False, indent=2 if lines else None)


def left_out(question: Question) -> tuple[str, ...]:
    """Return the names of the files whose bytes the text names only."""
    files = (each for message in question.messages for each in message.attachments)
    return tuple(each.name for each in files if each.size > _LARGEST)


def _short(attachment: Attachment) -> str:
    return f"BASE64 OF {attachment.name}" if attachment.size > _LARGEST else encoded(attachment)

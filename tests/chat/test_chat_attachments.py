"""What goes with a message: recognised by its bytes, written as the API wants it, and as a command."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from aicore_tray.chat.ability import Ability
from aicore_tray.chat.attachment import LIMITS, Attachment, AttachmentError, Kind, recognise
from aicore_tray.chat.conversation import Message, Role
from aicore_tray.chat.curl import as_text, left_out
from aicore_tray.chat.parameters import Parameters
from aicore_tray.chat.question import Question, body_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def asked(*attachments: Attachment, text: str = "What is it?", **parameters: object) -> Question:
    said = Message(id="1", conversation="a", role=Role.USER, text=text, attachments=attachments)
    return Question(model="gpt-5", system="", messages=(said,), parameters=Parameters(**parameters))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "kind", "media_type"),
    [
        ("a.png", PNG, Kind.PICTURE, "image/png"),
        ("photo.txt", b"\xff\xd8\xff\xe0 jpeg", Kind.PICTURE, "image/jpeg"),
        ("a.gif", b"GIF89a", Kind.PICTURE, "image/gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", Kind.PICTURE, "image/webp"),
        ("a.pdf", b"%PDF-1.7\n\0\0", Kind.PDF, "application/pdf"),
        ("a.py", "print('Grüße')".encode(), Kind.TEXT, "text/plain"),
        ("old.csv", "Größe;1".encode("cp1252"), Kind.TEXT, "text/plain"),
        ("win.txt", "Grüße".encode("utf-16"), Kind.TEXT, "text/plain"),
        ("empty.txt", b"", Kind.TEXT, "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, data: bytes, kind: Kind, media_type: str) -> None:
    found = recognise("x", name, data)
    assert (found.kind, found.media_type, found.size) == (kind, media_type, len(data))


def test_texts_are_read_in_their_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert recognise("x", "a.txt", "Grüße".encode(encoding)).text == "Grüße", encoding


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"\x7fELF\x02\x01\x01\0", b"text with \0 in it"])
def test_what_a_model_cannot_read_is_refused(data: bytes) -> None:
    with pytest.raises(AttachmentError) as told:
        recognise("x", "a.bin", data)
    assert told.value.too_large is None


def test_what_is_too_large_is_refused_by_its_kind() -> None:
    for data, kind in ((PNG, Kind.PICTURE), (b"%PDF-1", Kind.PDF), (b"text", Kind.TEXT)):
        with pytest.raises(AttachmentError) as told:
            recognise("x", "a", data + b" " * LIMITS[kind])
        assert told.value.too_large is kind


def test_files_are_written_as_the_api_wants_them() -> None:
    files = (
        recognise("1", "a.png", PNG),
        recognise("2", "a.pdf", b"%PDF-1.7"),
        recognise("3", "a.md", b"```sh\nls\n```"),
    )
    body = body_of(asked(*files, temperature=0.5, max_tokens=100, effort="high"))
    picture, document, text, said = body["messages"][0]["content"]
    assert picture["image_url"]["url"] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert document["file"] == {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjc="}
    assert text["text"] == "a.md:\n````\n```sh\nls\n```\n````", "the fence is longer than any in it"
    assert said == {"type": "text", "text": "What is it?"}
    assert (body["temperature"], body["max_completion_tokens"], body["reasoning_effort"]) == (0.5, 100, "high")


def test_what_is_not_set_is_not_sent() -> None:
    body = body_of(asked())
    assert set(body) == {"model", "messages", "stream", "stream_options"}
    assert body["messages"] == [{"role": "user", "content": "What is it?"}]


def test_a_command_asks_the_same() -> None:
    question = asked(recognise("1", "a.png", PNG), text="It's a $question with `ticks`")
    assert json.loads(as_text(question)) == body_of(question)
    assert "\n" in as_text(question)
    assert "\n" not in as_text(question, lines=False)
    assert left_out(question) == ()


def test_a_large_file_stands_in_a_command_by_name() -> None:
    large = recognise("1", "photo.png", PNG + b"\1" * 100_000)
    question = asked(large)
    assert left_out(question) == ("photo.png",)
    assert "BASE64 OF photo.png" in as_text(question)
    assert len(as_text(question)) < 2000


def test_parameters_come_back_as_they_were_kept() -> None:
    for each in (Parameters(), Parameters(temperature=0.0), Parameters(max_tokens=5, effort="low")):
        assert Parameters.from_json(each.to_json()) == each
    assert Parameters.from_json('{"top_p": 1, "effort": "low"}') == Parameters(effort="low")
    assert Parameters().to_json() == ""


def test_only_what_a_model_takes_is_asked_for() -> None:
    wanted = Parameters(temperature=0.3, max_tokens=9000, effort="max")
    ability = Ability(temperature=False, max_output=4096, efforts=("low", "high"))
    assert ability.fitted(wanted) == Parameters(max_tokens=4096)
    assert replace(ability, temperature=True, efforts=("max",)).fitted(wanted) == replace(wanted, max_tokens=4096)

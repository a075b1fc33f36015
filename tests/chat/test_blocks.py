"""A Markdown text in pieces becomes the same blocks however it is cut, and its blocks make the text again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aicore_tray.chat.blocks import LIMIT, Block, CodeEnd, CodeStart, CodeText, Kind, Piece, Splitter, split

LINES = st.sampled_from(
    [
        "", "", "Words of a paragraph.", "# Heading", "## Other ##", "- item", "* item", "1. one", "2. two", "1) one",
        "   indented",
        "    more", "  - nested", "   ```sh", "```", "```python", "````", "~~~", "~~~ js", "``", "> quote",
        ">", "| a | b |", "|---|--:|", "| 1 | 2 |", "---", "***", "===", "x = 1", "\t- tab", "- ```sh", "1. ~~~",
        "  ```", "word " * 30, "ünïcode 漢字。", "   ", "[a]: http://x",
    ]
)  # fmt: skip
TEXTS = st.builds(
    lambda lines, ends, last: "".join(line + end for line, end in zip(lines, ends, strict=False)) + last,
    st.lists(LINES, max_size=25),
    st.lists(st.sampled_from(["\n", "\n", "\n", "\r\n"]), min_size=25, max_size=25),
    st.one_of(LINES, st.text(max_size=20)),
)


def fed(pieces: list[str]) -> list[Piece]:
    splitter = Splitter()
    found = [piece for text in pieces for piece in splitter.feed(text)]
    return [*found, *splitter.close()]


def chunks(text: str, cuts: list[int]) -> list[str]:
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[one:other] for one, other in pairwise(places)]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.integers(min_value=0, max_value=5000), max_size=12))
def test_any_cutting_gives_the_same_blocks_and_loses_nothing(text: str, cuts: list[int]) -> None:
    whole = split(text)
    assert "".join(piece.source for piece in whole) == text
    assert fed(chunks(text, cuts)) == whole
    assert fed(list(text)) == whole


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["word ", "Ends here. ", "```", "\n", "- ", "x" * 900, "|"]), min_size=1, max_size=60),
    st.lists(st.integers(min_value=0, max_value=50_000), max_size=8),
)
def test_long_texts_are_cut_the_same_way_too(parts: list[str], cuts: list[int]) -> None:
    text = "".join(part * (1 + number % 3) for number, part in enumerate(parts))
    whole = split(text)
    assert "".join(piece.source for piece in whole) == text
    assert fed(chunks(text, cuts)) == whole
    assert all(len(piece.source) <= 5 * LIMIT for piece in whole)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(min_value=0, max_value=1000))
def test_what_is_finished_and_the_open_end_make_up_what_was_said(text: str, at: int) -> None:
    splitter = Splitter()
    said = text[: at % (len(text) + 1)]
    done = "".join(piece.source for piece in splitter.feed(said))
    assert said.startswith(done)
    if not splitter.in_code:
        assert said[len(done) :].startswith(splitter.tail)


def kinds(text: str) -> list[str]:
    return [piece.kind.value if isinstance(piece, Block) else type(piece).__name__ for piece in split(text)]


def test_the_blocks_of_an_answer() -> None:
    text = (
        "# Title\n\nA paragraph\nof two lines.\n\n- one\n\n- two\n  more\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "> said\n\n---\n\n```py\nx\n```\nend"
    )
    assert kinds(text) == [
        "heading", "paragraph", "list", "table", "quote", "rule", "CodeStart", "CodeText", "CodeEnd", "paragraph",
    ]  # fmt: skip


def code(text: str) -> tuple[str, str]:
    pieces = split(text)
    start = next(piece for piece in pieces if isinstance(piece, CodeStart))
    return start.language, "".join(piece.text for piece in pieces if isinstance(piece, CodeText))


def test_fences() -> None:
    assert code("```python\na\n\nb\n```\n") == ("python", "a\n\nb\n")
    assert code("~~~ js title=x\r\na\r\n~~~\r\n") == ("js", "a\n")
    assert code("````md\n```\ninner\n```\n````\n") == ("md", "```\ninner\n```\n")
    assert code("```\nno end") == ("", "no end")
    assert isinstance(split("```\nno end")[-1], CodeEnd)
    assert code("~~~\n```\n~~~") == ("", "```\n")
    assert kinds("a ``` b\n") == ["paragraph"]


def test_code_within_a_list_and_the_numbers_after_it() -> None:
    text = "1. First:\n\n   ```sh\n   ls\n     -l\n   ```\n\n   Then look.\n\n1. Second\n2. Third\n"
    pieces = split(text)
    assert kinds(text) == ["list", "CodeStart", "CodeText", "CodeText", "CodeEnd", "rest of an item", "list"]
    assert code(text) == ("sh", "ls\n  -l\n")
    last = pieces[-1]
    assert isinstance(last, Block)
    assert last.markdown.startswith("2. Second")
    rest = pieces[-2]
    assert isinstance(rest, Block)
    assert rest.markdown.strip() == "Then look."
    assert code("- ```sh\n  ls\n  ```\n- next") == ("sh", "ls\n")


def test_lists_stay_together_over_blank_lines() -> None:
    assert kinds("1. a\n\n2. b\n\n   more of b\n\n3. c\n\nAfter.") == ["list", "paragraph"]
    assert kinds("Steps:\n1. a\n2. b\n# Next") == ["paragraph", "list", "heading"]
    assert kinds("It was in\n1984. Then") == ["paragraph"]


def test_what_is_long_is_cut_at_a_good_place() -> None:
    blocks = split("A sentence of some words. " * 1000)
    assert len(blocks) > 5
    assert all(piece.source.endswith(". ") for piece in blocks)
    assert all(isinstance(piece, Block) and len(piece.source) <= LIMIT for piece in blocks)
    rows = split("| a | b |\n|---|---|\n" + "| one | two |\n" * 1000)
    assert all(isinstance(piece, Block) and piece.kind is Kind.TABLE for piece in rows)
    assert all(isinstance(piece, Block) and piece.markdown.startswith("| a | b |\n|---") for piece in rows)
    items = split("".join(f"1. item {number}\n" for number in range(1000)))
    second = items[1]
    assert isinstance(second, Block)
    assert second.kind is Kind.LIST
    assert not second.markdown.startswith("1. ")

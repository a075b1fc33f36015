"""Cuts a Markdown text that comes in pieces into blocks that are finished and the open end.

However the text is cut into pieces, the blocks are the same, and their sources make the text again. No block grows
without bound: what shows them spends a bounded time on each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LIMIT = 1000
"""So many characters a line or block may have before it is cut at the next good place."""
_HARD = 4 * LIMIT
_CELL = 12  # characters that take as long to show as the cell around them

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*([^`]*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:\s|$)")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_SETEXT = re.compile(r"^ {0,3}(?:=+|-+)[ \t]*$")
_ITEM = re.compile(r"^([ \t]*)([-*+]|(\d{1,9})[.)])([ \t]+|$)")
_QUOTE = re.compile(r"^ {0,3}>")
_DELIMITERS = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_SENTENCE = re.compile(r"[.!?:;][\"')\]]*\s+|[。！？]")


class Kind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    ITEM_REST = "rest of an item"
    TABLE = "table"
    QUOTE = "quote"
    RULE = "rule"


# What takes longer to show is cut sooner.
_LIMITS = {Kind.TABLE: LIMIT // 2, Kind.LIST: LIMIT // 2, Kind.QUOTE: LIMIT // 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A finished block of anything but code.

    Attributes:
        source: exactly what was written.
        head: what has to stand before it to be understood: the head of a table that was cut.
        number: the number of its first item, where the source has another: a list goes on after code.
        continues: it goes on in mid-line where the block before was cut.
        cut: it is one of several tables that are one.
    """

    kind: Kind
    source: str
    head: str = ""
    number: int | None = None
    continues: bool = False
    cut: bool = False

    @property
    def markdown(self) -> str:
        """What shows it when it stands alone."""
        text = self.source
        if self.kind is Kind.ITEM_REST:
            text = "\n".join(line.strip() for line in text.splitlines())
        elif self.continues:
            text = text.lstrip()
        if self.number is not None:
            text = re.sub(r"\d+", str(self.number), text, count=1)
        return self.head + text


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeStart:
    """A block of code begins."""

    source: str
    language: str = ""
    indented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeText:
    """A line of the code, or a piece of a very long one."""

    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEnd:
    """The block of code is over; `source` is "" where the text ends without a closing fence."""

    source: str


Piece = Block | CodeStart | CodeText | CodeEnd


@dataclass(slots=True)
class _List:
    """The list that the text is in, over code within it.

    Attributes:
        indent: where the text of its items begins; whatever is marked further left is an item of its own.
        next: the number of the next item.
    """

    indent: int
    next: int = 0


@dataclass(frozen=True, slots=True)
class _Fence:
    mark: str
    indent: int

    def is_closed_by(self, body: str) -> bool:
        line = body.strip()
        return len(line) >= len(self.mark) and not line.strip(self.mark[0])


class Splitter:
    """Takes the pieces of one text; `close` ends it."""

    def __init__(self) -> None:
        self._partial = ""
        self._lines: list[str] = []
        self._size = 0
        self._kind: Kind | None = None
        self._number: int | None = None
        self._head = ""
        self._list: _List | None = None
        self._blank = False
        self._fence: _Fence | None = None
        self._mid_line = False
        self._continues = False
        self._cut = False
        self._out: list[Piece] = []

    @property
    def in_code(self) -> bool:
        """Whether the open end belongs to code."""
        return self._fence is not None

    @property
    def tail(self) -> str:
        """The open end as it can be shown: the block so far, or the code's last line as far as it came."""
        if self._fence is not None:
            begun = self._partial.strip()
            closing = bool(begun) and not begun.strip(self._fence.mark[0])
            return "" if closing and not self._mid_line else _dedent(self._partial, self._fence.indent)
        begun = self._partial.strip()
        marked = begun.startswith(("```", "~~~")) or begun in ("`", "``", "~", "~~")
        return "".join(self._lines) + ("" if marked and not self._mid_line else self._partial)

    def feed(self, text: str) -> list[Piece]:
        """Take the next piece; return what is finished by it."""
        lines = text.split("\n")
        for number, line in enumerate(lines):
            self._partial += line
            while len(self._partial) > LIMIT:
                self._cut_line()
            if number < len(lines) - 1:
                line, self._partial = self._partial + "\n", ""
                self._take(line)
        return self._given()

    def close(self) -> list[Piece]:
        """End the text; return what was open."""
        if self._partial:
            line, self._partial = self._partial, ""
            self._take(line)
        if self._fence is not None:
            self._out.append(CodeEnd(source=""))
            self._fence = None
        self._finish(blank=True)
        return self._given()

    def _given(self) -> list[Piece]:
        given, self._out = self._out, []
        return given

    def _cut_line(self) -> None:
        """Take as much of an overlong line as fits; whatever it is, it goes on as plain text."""
        at = LIMIT
        if self._fence is None:
            head = self._partial[:LIMIT]
            ends = [found.end() for found in _SENTENCE.finditer(head, LIMIT // 2)]
            at = ends[-1] if ends else head.rfind(" ") + 1 or LIMIT
        head, self._partial = self._partial[:at], self._partial[at:]
        self._take(head)
        if self._fence is None:
            self._finish()
            self._continues = True
        self._mid_line = True

    def _take(self, line: str) -> None:
        """Take a line, with its end unless it is the text's last or was cut."""
        mid_line, self._mid_line = self._mid_line, False
        if self._fence is not None:
            self._take_code(line, mid_line=mid_line)
            return
        body = line.rstrip("\r\n")
        if mid_line:
            self._add(line, self._kind or Kind.PARAGRAPH)
        elif not body.strip():
            self._take_blank(line)
        elif not self._begins_code(line, body):
            self._take_text(line, body)
            self._blank = False
        limit = _LIMITS.get(self._kind, LIMIT) if self._kind is not None else _HARD
        if self._size > limit and self._kind not in (None, Kind.LIST):
            head = self._table_head() if self._kind is Kind.TABLE else ""
            self._cut = bool(head)
            self._finish()
            if head:
                self._head, self._kind, self._cut = head, Kind.TABLE, True
        elif self._size > _HARD:
            self._finish(blank=True)

    def _take_blank(self, line: str) -> None:
        self._add(line, self._kind)
        self._blank = True
        if self._kind is Kind.TABLE and not self._lines[:-1]:
            self._kind, self._head = None, ""  # the table was cut just before its end
        elif self._kind not in (None, Kind.LIST):
            self._finish()

    def _take_text(self, line: str, body: str) -> None:
        if self._list is not None and self._stays_in_list(line, body):
            return
        if _HEADING.match(body):
            self._finish()
            self._add(line, Kind.HEADING)
            self._finish()
        elif self._kind is Kind.PARAGRAPH and _SETEXT.match(body) and not self._continues:
            self._add(line, Kind.PARAGRAPH)
            self._finish()
        elif _RULE.match(body):
            self._finish()
            self._add(line, Kind.RULE)
            self._finish()
        elif _QUOTE.match(body):
            self._begin(line, Kind.QUOTE)
        elif (item := _ITEM.match(body)) is not None and self._may_begin_list(item, body):
            self._finish()
            self._begin_list(item)
            self._add(line, Kind.LIST)
        elif self._kind is Kind.PARAGRAPH and _DELIMITERS.match(body) and self._has_table_head():
            self._add(line, Kind.TABLE)
            self._kind = Kind.TABLE
        elif self._kind in (Kind.PARAGRAPH, Kind.TABLE, Kind.QUOTE):
            self._add(line, self._kind)
        else:
            self._begin(line, Kind.PARAGRAPH)

    # ---- lists

    def _may_begin_list(self, item: re.Match[str], body: str) -> bool:
        if self._kind not in (Kind.PARAGRAPH, Kind.QUOTE, Kind.TABLE):
            return len(item[1].expandtabs(4)) < 4
        # In the midst of a text a line may begin with a dash or a year.
        return bool(body[item.end() :].strip()) and (item[3] is None or int(item[3]) == 1)

    def _begin_list(self, item: re.Match[str]) -> None:
        self._list = _List(_width(item[0]) if item[4] else _width(item[0]) + 1, int(item[3] or 0))
        self._list.next += 1

    def _stays_in_list(self, line: str, body: str) -> bool:
        """Take a line that belongs to the list; else the list is over."""
        assert self._list is not None  # noqa: S101 - for the type checker
        indent = _width(body[: len(body) - len(body.lstrip())])
        item = None if _RULE.match(body) else _ITEM.match(body)
        if item is not None:
            self._take_item(line, item, indent)
            return True
        if indent >= min(2, self._list.indent) and (self._kind is not None or self._blank or self._list is not None):
            self._begin(line, Kind.LIST if self._kind is Kind.LIST else Kind.ITEM_REST)
            return True
        special = _HEADING.match(body) or _RULE.match(body) or _QUOTE.match(body)
        if self._kind in (Kind.LIST, Kind.ITEM_REST) and not self._blank and not special:
            self._add(line, self._kind)
            return True
        self._finish()
        self._list = None
        return False

    def _take_item(self, line: str, item: re.Match[str], indent: int) -> None:
        assert self._list is not None  # noqa: S101 - for the type checker
        top = indent < self._list.indent
        if self._kind is not Kind.LIST or (top and self._size > _LIMITS[Kind.LIST]):
            self._finish()
            if top and item[3] is not None and self._list.next > int(item[3]):
                self._number = self._list.next
        if top and item[3] is not None:
            self._list.next = max(self._list.next, int(item[3])) + 1
        self._add(line, Kind.LIST)

    # ---- code

    def _begins_code(self, line: str, body: str) -> bool:
        """Begin code where the line is a fence, also one right behind the mark of an item."""
        item = _ITEM.match(body)
        if item is not None and item[4] and (fence := _FENCE.match(body[item.end() :])) is not None:
            self._take_text(item[0], item[0])
            line, indent = line[item.end() :], _width(item[0])
        elif (fence := _FENCE.match(body)) is not None:
            indent = _width(fence[1])
        else:
            return False
        if indent > 3 and self._list is None:
            return False
        if self._list is not None and indent < 2:
            self._list = None
        self._finish()
        line = "".join(self._lines) + line  # blank ones
        self._lines, self._size = [], 0
        self._fence = _Fence(fence[2], indent)
        words = fence[3].strip().strip("{}.").split()
        self._out.append(CodeStart(source=line, language=words[0] if words else "", indented=self._list is not None))
        return True

    def _take_code(self, line: str, *, mid_line: bool) -> None:
        assert self._fence is not None  # noqa: S101 - for the type checker
        body = line.rstrip("\r\n")
        if not mid_line and self._fence.is_closed_by(body):
            self._out.append(CodeEnd(source=line))
            self._fence = None
            self._blank = False
            return
        text = body if mid_line else _dedent(body, self._fence.indent)
        self._out.append(CodeText(source=line, text=text + ("\n" if line.endswith("\n") else "")))

    # ---- blocks

    def _has_table_head(self) -> bool:
        written = [line for line in self._lines if line.strip()]
        return len(written) == 1 and "|" in written[0] and not self._continues

    def _table_head(self) -> str:
        if self._head:
            return self._head
        return "".join([line for line in self._lines if line.strip()][:2])

    def _begin(self, line: str, kind: Kind) -> None:
        if self._kind is not kind:
            self._finish()
        self._add(line, kind)

    def _add(self, line: str, kind: Kind | None) -> None:
        self._kind = kind
        self._lines.append(line)
        self._size += len(line) + (_CELL * line.count("|") if kind is Kind.TABLE else 0)

    def _finish(self, *, blank: bool = False) -> None:
        """Give out the open block; blank lines alone wait for the next one unless `blank`."""
        if self._kind is None and not (blank and self._lines):
            return
        if self._lines:
            source = "".join(self._lines)
            self._out.append(
                Block(
                    kind=self._kind or Kind.PARAGRAPH,
                    source=source,
                    head=self._head,
                    number=self._number,
                    continues=self._continues,
                    cut=self._cut and self._kind is Kind.TABLE,
                )
            )
        self._lines, self._size, self._kind, self._number = [], 0, None, None
        self._head, self._continues, self._cut = "", False, False


def split(text: str) -> list[Piece]:
    """Return a whole text in blocks."""
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.close()]


def _width(text: str) -> int:
    return len(text.expandtabs(4))


def _dedent(line: str, indent: int) -> str:
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(indent, spaces) :]

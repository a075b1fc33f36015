"""Colours code by what its words are: keywords, numbers, strings, comments; a line at a time, as it comes."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from aicore_tray.gui import theme

_LONGEST = 400  # characters of a line that are looked at
_C = "if else for while do switch case default break continue return goto sizeof struct enum union typedef static const"
_JS = (
    "if else for while do switch case default break continue return function const let var new class extends import "
    "export from async await try catch finally throw typeof instanceof in of null undefined true false this interface "
    "type enum implements readonly public private protected static yield"
)
_SQL = (
    "select from where group by order having join left right inner outer full on as and or not null is in between like "
    "insert into values update set delete create table view index drop alter with over partition window union all "
    "distinct case when then else end limit offset exists primary key references default asc desc"
)
_WORDS: dict[str, str] = {
    "python": "and as assert async await break class continue def del elif else except finally for from global if "
    "import in is lambda match case nonlocal not or pass raise return try while with yield None True False",
    "javascript": _JS,
    "java": f"{_C} class interface extends implements public private protected final abstract new this super throws "
    "throw try catch finally import package void int long double float boolean char null true false var record",
    "c": f"{_C} class namespace template public private protected virtual override new delete nullptr true false void "
    "int long double float char bool auto using include define unsigned signed inline",
    "go": "func package import return if else for range switch case default break continue go defer chan map struct "
    "interface type const var nil true false select",
    "rust": "fn let mut pub use mod struct enum impl trait match if else for while loop in return break continue async "
    "await move ref self Self where as dyn true false const static unsafe",
    "shell": "if then else elif fi for while do done case esac function in return export local set echo cd exit",
    "sql": _SQL,
    "json": "true false null",
    "yaml": "true false null",
}
_NAMES = {
    "py": "python", "python3": "python", "js": "javascript", "ts": "javascript", "typescript": "javascript",
    "jsx": "javascript", "tsx": "javascript", "kotlin": "java", "cs": "java", "csharp": "java", "cpp": "c", "c++": "c",
    "h": "c", "golang": "go", "rs": "rust", "sh": "shell", "bash": "shell", "zsh": "shell", "yml": "yaml",
    "jsonc": "json", "toml": "yaml", "abap": "sql", "cds": "sql", "postgresql": "sql",
}  # fmt: skip
_COMMENTS = {"python": "#", "shell": "#", "yaml": "#", "sql": "--", "json": "//"}


class Highlighter(QSyntaxHighlighter):
    """Colours a document of code in the roles of the theme."""

    def __init__(self, document: QTextDocument, language: str, colors: theme.Roles) -> None:
        super().__init__(document)
        name = _NAMES.get(language.lower(), language.lower())
        words = _WORDS[name].split()
        mark = re.escape(_COMMENTS.get(name, "//"))
        flags = re.IGNORECASE if name == "sql" else 0
        self._parts = re.compile(
            rf"(?P<comment>(?:{mark}).*$|/\*.*?(?:\*/|$))"
            r"|(?P<string>\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?)"
            r"|(?P<number>(?<![\w.])\d[\w.]*)"
            rf"|(?P<keyword>(?<![\w.])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\w))",
            flags,
        )
        self._formats: dict[str, QTextCharFormat] = {}
        shades = {"comment": colors.text_3, "string": colors.ok, "number": colors.warn, "keyword": colors.accent}
        for kind, shade in shades.items():
            self._formats[kind] = form = QTextCharFormat()
            form.setForeground(shade)

    @staticmethod
    def knows(language: str) -> bool:
        """Tell whether there is anything to colour in a language."""
        return _NAMES.get(language.lower(), language.lower()) in _WORDS

    def highlightBlock(self, text: str) -> None:
        for found in self._parts.finditer(text[:_LONGEST]):
            self.setFormat(found.start(), found.end() - found.start(), self._formats[found.lastgroup or "comment"])

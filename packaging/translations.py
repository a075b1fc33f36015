"""Keeps the translations: `update` takes over what the sources say, `compile` makes what the app loads, `check` tells.

The translations lie in resources/translations, a .ts file a language, edited by hand or with Qt Linguist. Beside what
windows say themselves (`tr`), the engine's own words are translated at the window's edge: settings, recipes of tools,
and messages of errors, whose values stand for {0}, {1} and so on. What the command line says by itself stays English.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "aicore_tray"
TRANSLATIONS = ROOT / "resources" / "translations"
MESSAGES = TRANSLATIONS / "messages.json"
LANGUAGES = ("en", "de")
"""English has plural forms alone: everything else is what the sources say."""

MESSAGE, SETTING, RECIPE = "Message", "Setting", "Recipe"
# What people read of the engine: call -> which of its arguments.
_SAYING: Mapping[str, tuple[int | str, ...]] = {
    **dict.fromkeys(
        ("AicoreTrayError", "AccountError", "AuthError", "CannotEditError", "ChangedSinceError", "ConfigurationError",
         "DamagedBooksError", "DatabaseError", "PortInUseError", "ServiceKeyError", "TokenHostError",
         "UnfitError", "VaultError"),
        (0, "hint"),
    ),
    "AccountProblem": ("message", "hint"),
    "ApiError": (1,),
    "ChatError": (1, "hint"),
    "Message": ("error", "hint"),
    "Stage": ("detail", "hint"),
    "UnusableAccount": ("message", "hint"),
    "WrongSetting": (1,),
    "parse_service_key": ("source",),
    "read_json": (1,),
    "_Outcome": (0, 1),
    "_note": ("message", "hint"),
    "_on_warning": (0,),
    "_warn": (0,),
    "_wrong": (1, 2),
    "Setting": (0, 1, "unit"),
    "Recipe": ("title", "steps"),
    "Snippet": ("title",),
    "Setup": ("steps",),
    "in_terminal": ("more",),
    "with_key_beside": ("more",),
    "Entry": ("label",),
    "Tool": ("warning",),
}  # fmt: skip
_CONTEXTS = {
    "Setting": SETTING,
    **dict.fromkeys(("Recipe", "Snippet", "Entry", "Tool", "Setup", "in_terminal", "with_key_beside"), RECIPE),
}
_FEWEST_LETTERS = 4
# Functions whose answers are said, or are a part of what is said.
_TELLING = frozenset(
    {"_explain_certificate", "_explain_proxy", "_kind", "_mend", "_wrong_database", "_wrong_proxy", "doubts", "explain",
     "keyring_name", "other_thing", "unknown_name", "wrong_value"}
)  # fmt: skip


@dataclass(frozen=True, order=True, slots=True)
class Text:
    """A text that is translated.

    Attributes:
        context: a class, or what the text belongs to.
        plural: it has a number in it, `%n`.
    """

    context: str
    source: str
    plural: bool = False


# ---- what the sources say


def texts() -> list[Text]:
    """Return all texts, sorted."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(SOURCES.rglob("*.py"))}
    trees = {file: tree for file, tree in trees.items() if file.relative_to(SOURCES).parts[0] not in ("cli", "sandbox")}
    # Functions that translate within a context: `tr` of a module, `tr_page` of all.
    functions = {file: _functions(tree) for file, tree in trees.items()}
    common = {name: context for found in functions.values() for name, context in found.items() if name != "tr"}
    constants = {name: value for tree in trees.values() for name, value in _constants(tree).items()}
    found = {
        text for file, tree in trees.items() for text in _Reader({**common, **functions[file]}, constants).read(tree)
    }
    return sorted(found)


def _functions(tree: ast.Module) -> dict[str, str]:
    found = {}
    for each in tree.body:
        if isinstance(each, ast.FunctionDef):
            for call in ast.walk(each):
                if not isinstance(call, ast.Call) or _name(call) != "translate" or len(call.args) < 2:
                    continue
                if (context := _constant(call.args[0])) and isinstance(call.args[1], ast.Name):
                    found[each.name] = context
    return found


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the texts of a module that have names."""
    return {
        target.id: value
        for each in tree.body
        if isinstance(each, ast.Assign) and (value := _constant(each.value))
        for target in each.targets
        if isinstance(target, ast.Name)
    }


class _Reader(ast.NodeVisitor):
    """Collects the texts of a module.

    Args:
        functions: what translates its argument -> within which context.
        constants: the named texts of all modules.
    """

    def __init__(self, functions: Mapping[str, str], constants: Mapping[str, str]) -> None:
        self._functions = functions
        self._constants = constants
        self._classes: list[str] = []
        self._within: list[ast.AST] = []
        self.found: set[Text] = set()

    def read(self, tree: ast.Module) -> set[Text]:
        self.visit(tree)
        return self.found

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._read_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._read_function(node)

    def _read_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._within.append(node)
        if node.name in _TELLING:
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and each.value is not None:
                    self._say(MESSAGE, each.value)
        for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if default is not None and argument.arg in _SAYING.get(node.name, ()):
                self._say(MESSAGE, default)
        self.generic_visit(node)
        self._within.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node)
        if name == "tr" and isinstance(node.func, ast.Attribute):
            if self._classes:
                self._take(self._classes[-1], node.args[0], plural=len(node.args) > 2)
        elif name == "translate" and len(node.args) > 1 and (context := _constant(node.args[0])):
            self._take(context, node.args[1], plural=len(node.args) > 3)
        elif name in self._functions and node.args:
            self._take(self._functions[name], node.args[0], plural=any(each.arg == "count" for each in node.keywords))
        for place in _SAYING.get(name, ()):
            for value in _argument(node, place):
                self._say(_CONTEXTS.get(name, MESSAGE), value)
        self.generic_visit(node)

    def _take(self, context: str, value: ast.expr, *, plural: bool = False) -> None:
        for each in _alternatives(value):
            if text := _constant(each):
                self.found.add(Text(context, text, plural or "%n" in text))

    # ---- what the engine says

    def _say(self, context: str, value: ast.expr) -> None:
        for text in self._told(value, frozenset()):
            letters = sum(letter.isalpha() for letter in text)
            # One that is hardly more than its values would fit everything.
            if letters and (letters >= _FEWEST_LETTERS or "{0}" not in text):
                self.found.add(Text(context, text))

    def _told(self, value: ast.expr, passed: frozenset[str]) -> Iterator[str]:
        """Yield the texts that a value may be, with {0}, {1} for what is known only when it is said.

        Local names, and what lists of them are made of, are followed: parts of a text are said as well.
        """
        match value:
            case ast.Constant():
                yield _constant(value)
            case ast.JoinedStr():
                yield self._template(value)
            case ast.Name():
                yield self._constants.get(value.id, "")
                if value.id in passed:
                    return
                passed |= {value.id}
        for each in self._values_of(value.id) if isinstance(value, ast.Name) else _parts(value):
            yield from self._told(each, passed)

    def _values_of(self, name: str) -> Iterator[ast.expr]:
        """Yield what a local name is set to, and what is put into it."""
        if not self._within:
            return
        for each in ast.walk(self._within[-1]):
            match each:
                case ast.Assign(targets=[ast.Name(id=known)], value=value) if known == name:
                    yield value
                case ast.AugAssign(target=ast.Name(id=known), value=value) if known == name:
                    yield value
                case ast.AnnAssign(target=ast.Name(id=known), value=ast.expr() as value) if known == name:
                    yield value
                case ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id=known))) if known == name:
                    yield from each.args

    def _template(self, text: ast.JoinedStr) -> str:
        parts, count = [], 0
        for part in text.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
                continue
            name = part.value.id if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) else ""
            if name in self._constants:
                parts.append(self._constants[name])
                continue
            parts.append(f"{{{count}}}")
            count += 1
        return "".join(parts)


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """Yield what a value is made of, or chosen from."""
    match value:
        case ast.JoinedStr():
            yield from (part.value for part in value.values if isinstance(part, ast.FormattedValue))
        case ast.Call(func=ast.Attribute(attr="get", value=table)):
            yield from (table, *value.args[1:])
        case ast.Call() if _name(value) in ("join", "fromkeys"):
            yield from value.args
        case ast.Dict() | ast.BoolOp():
            yield from value.values
        case ast.IfExp():
            yield from (value.body, value.orelse)
        case ast.List() | ast.Tuple():
            yield from value.elts
        case ast.Starred():
            yield value.value


def _argument(call: ast.Call, place: int | str) -> Iterator[ast.expr]:
    if isinstance(place, int):
        yield from call.args[place : place + 1]
        return
    for keyword in call.keywords:
        if keyword.arg == place:
            yield keyword.value


def _alternatives(value: ast.expr) -> Iterator[ast.expr]:
    """Yield what a text may be: both sides of a choice."""
    if isinstance(value, ast.IfExp):
        yield from _alternatives(value.body)
        yield from _alternatives(value.orelse)
    else:
        yield value


def _constant(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _name(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


# ---- the files


def file_of(language: str) -> Path:
    return TRANSLATIONS / f"aicore-tray_{language}.ts"


def read(language: str) -> dict[Text, tuple[str, ...]]:
    """Return text -> its translation, or its plural forms; "" where there is none yet."""
    file = file_of(language)
    if not file.is_file():
        return {}
    found: dict[Text, tuple[str, ...]] = {}
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            plural = message.get("numerus") == "yes"
            text = Text(context.findtext("name", ""), message.findtext("source", ""), plural)
            translation = message.find("translation")
            if translation is None or translation.get("type") == "vanished":
                continue
            forms = (
                [each.text or "" for each in translation.iter("numerusform")] if plural else [translation.text or ""]
            )
            found[text] = tuple(forms)
    return found


def write(language: str, translated: Mapping[Text, Sequence[str]]) -> None:
    """Write a .ts file: texts in order, so that changes can be read in a diff."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text in sorted(translated):
        context = contexts.get(text.context)
        if context is None:
            context = contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = text.context
        message = ET.SubElement(context, "message", {"numerus": "yes"} if text.plural else {})
        ET.SubElement(message, "source").text = text.source
        forms = tuple(translated[text])
        unfinished = {} if all(forms) and forms else {"type": "unfinished"}
        translation = ET.SubElement(message, "translation", unfinished)
        if text.plural:
            for form in forms or ("", ""):
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0] if forms else ""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")
    file_of(language).write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def update() -> None:
    """Take over what the sources say: new texts wait for their translation, old ones go."""
    TRANSLATIONS.mkdir(exist_ok=True)
    now = texts()
    for language in LANGUAGES:
        known = read(language)
        wanted = [text for text in now if language != "en" or text.plural]
        write(language, {text: known.get(text, ()) for text in wanted})
    messages = [text.source for text in now if text.context == MESSAGE]
    MESSAGES.write_text(json.dumps(messages, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def compile_to(folder: Path) -> None:
    """Make the .qm files that the app loads."""
    from PySide6 import __file__ as qt

    program = Path(qt).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    for language in LANGUAGES:
        target = folder / f"aicore-tray_{language}.qm"
        subprocess.run([program, "-silent", file_of(language), "-qm", target], check=True)


def problems() -> list[str]:
    """Return what is not as it should be, a line each."""
    now, found = texts(), []
    for language in LANGUAGES:
        known = read(language)
        wanted = {text for text in now if language != "en" or text.plural}
        found += [
            f"{language}: no translation of {text.source!r} ({text.context})" for text in sorted(wanted - known.keys())
        ]
        found += [
            f"{language}: nobody says {text.source!r} ({text.context}) any more"
            for text in sorted(known.keys() - wanted)
        ]
        for text in sorted(wanted & known.keys()):
            found += [f"{language}: {line}" for line in _doubts(text, known[text])]
    if not MESSAGES.is_file() or json.loads(MESSAGES.read_text(encoding="utf-8")) != [
        text.source for text in now if text.context == MESSAGE
    ]:
        found.append(f"{MESSAGES.name} is out of date")
    with tempfile.TemporaryDirectory() as folder:
        compile_to(Path(folder))
        for fresh in sorted(Path(folder).iterdir()):
            kept = TRANSLATIONS / fresh.name
            if not kept.is_file() or kept.read_bytes() != fresh.read_bytes():
                found.append(f"{fresh.name} is out of date")
    return found


def _doubts(text: Text, forms: Sequence[str]) -> Iterator[str]:
    if not forms or not all(forms):
        yield f"{text.source!r} ({text.context}) is not translated"
        return
    for form in forms:
        if (wanted := _places(text.source)) != (there := _places(form)) and not (text.plural and there <= wanted):
            yield f"{form!r} has other values than {text.source!r}"
        if text.source.endswith("…") != form.endswith("…"):
            yield f"{form!r} and {text.source!r} do not end alike"


def _places(text: str) -> set[str]:
    found, rest = set(), text
    while "{" in rest:
        name, closed, rest = rest.partition("{")[2].partition("}")
        if (closed and name.isidentifier()) or name.isdigit():
            found.add(name)
    return found | ({"%n"} if "%n" in text else set())


def main(arguments: Sequence[str]) -> int:
    """Do what is asked; `check` ends with 1 where something is not as it should be."""
    match list(arguments):
        case ["update"]:
            update()
        case ["compile"]:
            compile_to(TRANSLATIONS)
        case ["check"]:
            for line in (found := problems()):
                print(line)
            return 1 if found else 0
        case _:
            print("update, compile or check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

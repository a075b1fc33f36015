"""The language of the app: translations loaded and exchanged while it runs, numbers and dates along with them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from aicore_tray.system.paths import resources

ENGLISH, GERMAN = "en", "de"
LANGUAGES = (ENGLISH, GERMAN)
SYSTEM = "system"


class Language(QObject):
    """What the app speaks.

    Attributes:
        spoken: one of LANGUAGES.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._translators: list[QTranslator] = []
        self.spoken = ""
        self._chosen: str | None = None

    def use(self, chosen: str) -> bool:
        """Speak another language from now on; what is shown already has to be made anew.

        Args:
            chosen: one of LANGUAGES, or `system` for the computer's own.

        Returns:
            Whether texts are in another language than before.
        """
        if chosen == self._chosen:
            return False
        self._chosen = chosen
        locale = QLocale.system() if chosen == SYSTEM else QLocale(chosen)
        if QLocale() != locale:
            QLocale.setDefault(locale)
        spoken = spoken_by(chosen)
        if spoken == self.spoken:
            return False
        self.spoken = spoken
        for old in self._translators:
            self._app.removeTranslator(old)
        self._translators = [*_loaded(spoken, self)]
        for each in self._translators:
            self._app.installTranslator(each)
        return True


def spoken_by(chosen: str) -> str:
    """Return the language of the texts: the first of the computer's own that there is, else English."""
    wanted = QLocale.system().uiLanguages() if chosen == SYSTEM else [chosen]
    found = (name.partition("-")[0] for name in wanted)
    return next((name for name in found if name in LANGUAGES), ENGLISH)


def _loaded(language: str, owner: QObject) -> list[QTranslator]:
    """Return Qt's own texts and ours, ours last: the last one that is installed is asked first."""
    folder = str(resources() / "translations")
    places = (
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        # A frozen app carries Qt's among its own.
        (f"qtbase_{language}", folder),
        (f"aicore-tray_{language}", folder),
    )
    found = []
    for name, place in places:
        translator = QTranslator(owner)
        if translator.load(name, place):
            found.append(translator)
    return found


def translated_message(text: str) -> str:
    """Return a message of the engine in the language that is spoken; what nobody translated stays as it is.

    The engine knows no Qt and speaks English. What it says has values in it, so that its sentences are known as
    templates: the one that fits tells which values there are. A message of several, and one behind the place that
    it is about, is looked up in parts.
    """
    spoken = QCoreApplication.translate("Language", "en")
    return text if spoken == ENGLISH else _translated(text, spoken)


@lru_cache(maxsize=1024)
def _translated(text: str, spoken: str) -> str:
    parts = [_known(part, spoken) for part in text.split("; ")]
    if all(parts):
        return "; ".join(parts)
    if known := _known(text, spoken):
        return known
    for separator in (". ", "; ", ": "):
        head, found, rest = text.partition(separator)
        if found:
            return f"{_translated(head, spoken)}{separator}{_translated(rest, spoken)}"
    return text


def _known(text: str, spoken: str) -> str:
    """Return a message that is known as a whole, maybe with another first letter or with a full stop; "" for none."""
    if found := _looked_up(text, spoken):
        return found
    if text.endswith(".") and (found := _looked_up(text[:-1], spoken)):
        return f"{found}."
    if found := _looked_up(f"{text}.", spoken):
        return found.removesuffix(".")
    lower = text[:1].lower() + text[1:]
    if lower != text and (found := _looked_up(lower, spoken)):
        return found[:1].upper() + found[1:]
    return ""


def _looked_up(text: str, spoken: str) -> str:
    exact = QCoreApplication.translate("Message", text)
    if exact != text:
        return exact
    for each in _templates():
        if each.longest in text and (match := re.fullmatch(each.pattern, text, re.DOTALL)) is not None:
            there = QCoreApplication.translate("Message", each.source)
            if there == each.source:
                return ""
            values = [_number(value) or _translated(value, spoken) for value in match.groups()]
            return re.sub(r"\{(\d+)\}", lambda place: values[int(place[1])], there)  # noqa: B023 - used at once
    return ""


def _number(value: str) -> str:
    """Return a number with English marks for thousands as it is written in the language; "" for anything else."""
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})+", value):
        return ""
    return QLocale().toString(int(value.replace(",", "")))


@dataclass(frozen=True, slots=True)
class _Template:
    """A message that has values in it.

    Attributes:
        longest: the longest part of it that is no value.
        pattern: a regular expression; to compile all of them would take long.
    """

    source: str
    longest: str
    pattern: str


@cache
def _templates() -> tuple[_Template, ...]:
    """Return the messages that have values in them, those with most words first: they say most."""
    sources = json.loads((resources() / "translations" / "messages.json").read_text(encoding="utf-8"))
    found = [source for source in sources if re.search(r"\{\d+\}", source)]
    found.sort(key=lambda source: -len(re.sub(r"\{\d+\}", "", source)))
    return tuple(_template(source) for source in found)


def _template(source: str) -> _Template:
    parts = re.split(r"\{\d+\}", source)
    # A value may be nothing at all, as a reason that is not known.
    pattern = "(.*?)".join(re.escape(part) for part in parts)
    return _Template(source, max(parts, key=len), pattern)

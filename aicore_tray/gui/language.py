"""The language of the app: translations loaded and exchanged while it runs, numbers and dates along with them."""

from __future__ import annotations

import json
import re
from functools import cache

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
    """Return a sentence of the engine in the language that is spoken; one that nobody translated stays as it is.

    The engine knows no Qt and speaks English. What it says has values in it, so that its sentences are known as
    templates: the one that fits tells which values there are.
    """
    if not text or QLocale().language() in (QLocale.Language.English, QLocale.Language.C):
        return text
    exact = QCoreApplication.translate("Message", text)
    if exact != text:
        return exact
    for template, pattern in _templates():
        if (match := pattern.fullmatch(text)) is not None:
            there = QCoreApplication.translate("Message", template)
            return _filled(there, match.groups()) if there != template else text
    return text


def _filled(template: str, values: tuple[str, ...]) -> str:
    return re.sub(r"\{(\d+)\}", lambda place: values[int(place[1])], template)


@cache
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the sentences that have values in them, those with most words first: they say most."""
    sources = json.loads((resources() / "translations" / "messages.json").read_text(encoding="utf-8"))
    found = [source for source in sources if re.search(r"\{\d+\}", source)]
    found.sort(key=lambda source: -len(re.sub(r"\{\d+\}", "", source)))
    return tuple((source, _pattern(source)) for source in found)


def _pattern(source: str) -> re.Pattern[str]:
    parts = re.split(r"\{\d+\}", source)
    return re.compile("(.+?)".join(re.escape(part) for part in parts), re.DOTALL)

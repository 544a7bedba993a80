"""The desk's language: Qt Linguist catalogues of ours and of Qt itself, what engines say, how figures are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_sync.languages import words
from desktop_sync.program import OURS, named, product
from desktop_sync.resources import resources

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""What ships, each by its own name."""


def of_system() -> str:
    """The language of this machine, where there is a catalogue for it; else English."""
    for name in QLocale.system().uiLanguages():
        if name[:2] in LANGUAGES:
            return name[:2]
    return "en"


class _Named(QTranslator):
    """Texts that say our name, with the product's own; all others are left to ``others``, which are asked next."""

    def __init__(self, others: Sequence[QTranslator]) -> None:
        super().__init__()
        self._others = [one.translate for one in others]

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        if OURS not in source:
            return cast("str", None)  # an empty text would be taken for the text
        found = (ask(context, source, disambiguation, n) for ask in self._others)
        return named(next(filter(None, found), source))


class Language:
    """Keeps the translators that are installed. ``say`` puts a text of the engine into it, ``meant`` finds the engine's
    texts of what somebody searches for; both in any thread.
    """

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []
        self.code = "en"
        self.say: Callable[[str], str] = str
        self.meant: Callable[[str], Sequence[str]] = lambda text: ()

    def use(self, code: str) -> None:
        """From now on. Windows that are open keep their words: whoever has them makes them anew."""
        for one in self._installed:
            QCoreApplication.removeTranslator(one)
        self._installed = []
        self.code = code if code in LANGUAGES else "en"
        system = QLocale.system()
        QLocale.setDefault(system if system.name()[:2] == self.code else QLocale(self.code))
        self.say, self.meant = words(self.code).told, words(self.code).meant
        self._install(f"qtbase_{self.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._install(f"desk_{self.code}", str(resources() / "i18n"))
        if product() != OURS:
            self._put(_Named(self._installed[:]))

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator()
        if translator.load(name, folder):
            self._put(translator)

    def _put(self, translator: QTranslator) -> None:
        QCoreApplication.installTranslator(translator)
        self._installed.append(translator)

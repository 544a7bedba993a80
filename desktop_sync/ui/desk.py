"""The desk put together: link and picture, the window with its pages, the language, the theme. One for each process.

It alone knows every screen. What a screen wants of another (open the trail, show a problem) is a signal that is joined
here.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QApplication

from desktop_sync.ui import theme
from desktop_sync.ui.languages import Language, of_system
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.window import Page, Window


class Desk(QObject):
    """``kept`` holds what this account chose of the desk itself: language, theme, size of the window."""

    def __init__(self, application: QApplication, link: Link, kept: QSettings) -> None:
        super().__init__(application)
        self._application, self.link, self._kept = application, link, kept
        self._language = Language()
        self._language.use(str(kept.value("language", "")) or of_system())
        theme.apply(application, self.scheme)
        application.styleHints().colorSchemeChanged.connect(self._themed)
        self.picture = Picture(link, self)
        self.window = self._made()

    @property
    def scheme(self) -> theme.Scheme:
        """As chosen."""
        return theme.Scheme(str(self._kept.value("theme", "system")))

    def start(self) -> None:
        """Looks for the engine."""
        self.link.start()

    def use_language(self, code: str) -> None:
        """The window is made anew with its words."""
        self._kept.setValue("language", code)
        self._language.use(code)
        self._anew()

    def use_scheme(self, scheme: theme.Scheme) -> None:
        """Dark, light, or the system's."""
        self._kept.setValue("theme", scheme.value)
        theme.apply(self._application, scheme)
        self._anew()

    def _made(self) -> Window:
        window = Window(self._pages(), self._kept)
        self.link.failed.connect(window.bar.show_error)
        self.picture.changed.connect(self._pictured)
        return window

    def _pages(self) -> list[Page]:
        return []

    def _anew(self) -> None:
        shown, page = self.window.isVisible(), self.window.page
        self.window.close()
        self.window.deleteLater()
        self.window = self._made()
        if shown:
            self.window.bring(page or None)

    @Slot()
    def _pictured(self) -> None:
        self.window.count("problems", len(self.picture.problems))

    @Slot()
    def _themed(self) -> None:
        if self.scheme is theme.Scheme.SYSTEM:
            theme.apply(self._application, self.scheme)

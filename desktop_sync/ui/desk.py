"""The desk put together: link and picture, the window with its pages, the language, the theme. One for each process.

It alone knows every screen. What a screen wants of another (open the trail, show a problem) is a signal that is joined
here. Until somebody opens the window it is not there, and what it is made of is not loaded: most desks are an icon in
the tray all day.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop_sync.ui import icons, theme
from desktop_sync.ui.engine import Connect
from desktop_sync.ui.languages import Language, of_system
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.loading import Loading
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.settings.opening import Opening
from desktop_sync.ui.staying import Staying

if TYPE_CHECKING:
    from desktop_sync.ui.window import Page, Window


class Desk(QObject):
    """``kept`` holds what this account chose of the desk itself: language, theme, size of the window.

    ``near`` answers for the support bundle while there is no engine. ``icon``: one that shows already.
    """

    def __init__(
        self,
        application: QApplication,
        link: Link,
        kept: QSettings,
        near: Connect | None = None,
        icon: QSystemTrayIcon | None = None,
    ) -> None:
        super().__init__(application)
        self._near = near
        self._application, self.link, self._kept = application, link, kept
        self._language = Language()
        self._language.use(str(kept.value("language", "")) or of_system())
        link.say, link.meant = self._language.say, self._language.meant
        theme.apply(application, self.scheme, theme.high_contrast(application))
        application.styleHints().colorSchemeChanged.connect(self._themed)
        self.picture = Picture(link, self)
        self._window: Window | None = None
        self._parts = Loading(_parts, icons.ready, self)
        self.picture.changed.connect(self._pictured)
        icon = icon or QSystemTrayIcon(self)
        self.staying = Staying(link, self.picture, kept, lambda: self._window, self.show, icon, self)
        self.staying.left.connect(self._leave)
        self.staying.help_wanted.connect(self.show_help)
        self.settings = Opening(link, kept, self)
        self.settings.help_wanted.connect(self._help_with_settings)
        self.settings.bundle_wanted.connect(self.show_bundle)
        self.settings.language_chosen.connect(self.use_language)
        self.settings.scheme_chosen.connect(self._chose_scheme)
        self.staying.settings_wanted.connect(self._show_settings)

    @property
    def window(self) -> Window:
        """It is made when it is first wanted."""
        if self._window is None:
            self._window = self._made()
        return self._window

    @property
    def scheme(self) -> theme.Scheme:
        """As chosen."""
        return theme.Scheme(str(self._kept.value("theme", "system")))

    def start(self) -> None:
        """Looks for the engine."""
        self.link.start()

    def begin(self, *, hidden: bool = False) -> None:
        """Shows the icon, and the window unless it is to be ``hidden``, then looks for the engine."""
        self.staying.begin(hidden=hidden)
        self.start()

    @Slot(str, str)
    def show(self, page: str = "", subject: str = "") -> None:
        """Brings the window, at a page, and there at what is spoken of: a group of problems, a flow."""
        self._at_window(partial(self._show, page, subject))

    def _at_window(self, job: Callable[[], object]) -> None:
        """A window that is there does it at once; else what it is made of is loaded first."""
        if self._window is not None:
            job()
        else:
            self._parts.then(job)

    def _show(self, page: str, subject: str) -> None:
        self.window.bring(page if page in self.window.names else None)
        if page == "dry_run":
            self.show_dry_run(subject)
        elif page == "again":
            self.show_again(subject)
        elif page == "made":
            self.show_made(subject)
        elif page == "settings":
            self._show_settings_of("flows", subject)
        elif page == "problems":
            self._show_problems(subject)
        elif page == "activity":
            self._show_activity(subject)

    @Slot(str, str)
    def _show_settings_of(self, place: str, subject: str) -> None:
        """What is told of as a flow may be an export, which has a page of its own."""
        export = place == "flows" and self.picture.exports(subject)
        self.settings.show("exports" if export else place, subject)

    def _show_activity(self, flow: str) -> None:
        from desktop_sync.ui.activity.page import ActivityPage

        page = self.window.show_page("activity")
        if isinstance(page, ActivityPage):
            page.show_subject(flow)

    def _show_problems(self, subject: str) -> None:
        from desktop_sync.ui.problems.page import ProblemsPage

        page = self.window.show_page("problems")
        if isinstance(page, ProblemsPage):
            page.show_subject(subject)

    @Slot()
    def _show_overview(self) -> None:
        self.show("overview")

    @Slot(str)
    def use_language(self, code: str) -> None:
        """The window is made anew with its words."""
        self._kept.setValue("language", code)
        self._language.use(code)
        self.link.say, self.link.meant = self._language.say, self._language.meant
        self.picture.refresh()
        self.staying.tray.anew()
        self._anew()

    @Slot(str)
    def _help_with_settings(self, place: str) -> None:
        """Over the dialog, which stays as it is."""
        from desktop_sync.ui.help.sheet import HelpSheet

        dialog = self.settings.dialog
        if dialog is not None and not self._helps(dialog):
            sheet = HelpSheet(dialog, self._language.code, place)
            sheet.bundle_wanted.connect(self.show_bundle)
            sheet.show()

    @Slot(str)
    def _chose_scheme(self, name: str) -> None:
        self.use_scheme(theme.Scheme(name))

    def use_scheme(self, scheme: theme.Scheme) -> None:
        """Dark, light, or the system's."""
        self._kept.setValue("theme", scheme.value)
        theme.apply(self._application, scheme, theme.high_contrast(self._application))
        self._anew()

    @Slot(str)
    def show_help(self, place: str = "") -> None:
        """As a sheet over the window, at the page that speaks of a place of the desk."""
        self._at_window(partial(self._show_help, place))

    def _show_help(self, place: str) -> None:
        from desktop_sync.ui.help.sheet import HelpSheet
        from desktop_sync.ui.parts.sheet import Sheet

        self.window.bring()
        if self._helps(self.window):
            return
        over = [one.place for one in self.window.findChildren(Sheet) if one.isVisible() and one.place]
        sheet = HelpSheet(self.window, self._language.code, over[-1] if over else place)
        sheet.bundle_wanted.connect(self.show_bundle)
        sheet.show()

    @staticmethod
    def _helps(over: QWidget) -> bool:
        """Whether there is help already: F1 was pressed once more."""
        from desktop_sync.ui.help.sheet import HelpSheet

        found = [one for one in over.findChildren(HelpSheet) if one.isVisible()]
        for one in found:
            one.raise_()
            one.setFocus()
        return bool(found)

    @Slot()
    def show_bundle(self) -> None:
        """What support needs, as a sheet over the window; also without an engine."""
        from desktop_sync.ui.bundle.sheet import BundleSheet

        link = self.link
        if link.state is not State.CONNECTED and self._near is not None:
            link = Link(self._near, parent=self)
            link.say, link.meant = self._language.say, self._language.meant
            link.start()
        self.window.bring()
        sheet = BundleSheet(self.window, link, self._kept)
        if link is not self.link:
            sheet.closed.connect(link.deleteLater)
        sheet.show()

    @Slot()
    def show_guide(self) -> None:
        """To a first flow, as a sheet over the window."""
        from desktop_sync.ui.settings.guide.sheet import GuideSheet

        self.window.bring()
        sheet = GuideSheet(self.window, self.link)
        sheet.finished.connect(self._show_overview)
        sheet.settings_wanted.connect(self.settings.show)
        sheet.show()

    @Slot(str, str)
    def show_trail(self, reference: str, resource: str) -> None:
        """Of a document, as a sheet over the window."""
        from desktop_sync.ui.trail.sheet import TrailSheet

        self.window.bring()
        sheet = TrailSheet(self.window, self.link, self._kept, reference, resource)
        sheet.edit_wanted.connect(self.show_edit)
        sheet.show()

    @Slot(str, str, str)
    def show_edit(self, reference: str, resource: str, note: str = "") -> None:
        """Of a document, as a sheet over the window; ``note``: why it was refused."""
        from desktop_sync.ui.editing.sheet import EditSheet

        self.window.bring()
        sheet = EditSheet(self.window, self.link, self._kept, reference, resource, note)
        sheet.done.connect(self._edited)
        sheet.show()

    @Slot(str)
    def _edited(self, words: str) -> None:
        self._said("well", words)

    @Slot(str, str)
    def _said(self, mood: str, words: str) -> None:
        self.window.bar.say(mood, words)

    @Slot(str)
    def show_dry_run(self, flow: str) -> None:
        """As a sheet over the window: what a run of this flow would do."""
        from desktop_sync.ui.dry_run.sheet import DryRunSheet

        self.window.bring()
        sheet = DryRunSheet(self.window, self.link, self._kept, flow, self.picture.title(flow))
        sheet.trail_wanted.connect(self.show_trail)
        sheet.show()

    @Slot(str)
    def show_again(self, flow: str) -> None:
        """As a sheet over the window: what came of this flow is read again, or its source is asked again."""
        from desktop_sync.ui.again.sheet import AgainSheet

        self.window.bring()
        AgainSheet(self.window, self.link, flow, self.picture.title(flow)).show()

    @Slot(str)
    def show_made(self, export: str) -> None:
        """As a sheet over the window: what this export has made; a period is issued once more."""
        from desktop_sync.ui.made.sheet import MadeSheet

        self.window.bring()
        places = next((str(one["writes"]) for one in self.picture.flows if one["flow"] == export), "")
        MadeSheet(self.window, self.link, self._kept, export, self.picture.title(export), places).show()

    def _made(self) -> Window:
        from desktop_sync.ui.window import Window

        window = Window(self._pages(), self._kept)
        self.staying.watch(window)
        window.help_wanted.connect(self.show_help)
        window.settings_wanted.connect(self.settings.show)
        window.count("problems", len(self.picture.problems))
        return window

    def _pages(self) -> list[Page]:
        """Each is made when it is first shown; what it is made of is imported there, and before, by ``_parts``."""
        from desktop_sync.ui.window import Page

        return [
            Page("overview", self.tr("&Overview"), "view-dashboard-outline", self._overview),
            Page("activity", self.tr("&Activity"), "format-list-bulleted", self._activity),
            Page("problems", self.tr("&Problems"), "alert-outline", self._problems),
        ]

    def _overview(self) -> QWidget:
        from desktop_sync.ui.overview.page import Overview

        page = Overview(self.link, self.picture, self._kept)
        page.wanted.connect(self.show)
        page.trail_wanted.connect(self.show_trail)
        page.guide_wanted.connect(self.show_guide)
        page.told.connect(self._said)
        return page

    def _activity(self) -> QWidget:
        from desktop_sync.ui.activity.page import ActivityPage

        page = ActivityPage(self.link, self.picture, self._kept)
        page.trail_wanted.connect(self.show_trail)
        page.made_wanted.connect(self.show_made)
        page.overview_wanted.connect(self._show_overview)
        return page

    def _problems(self) -> QWidget:
        from desktop_sync.ui.problems.page import ProblemsPage

        page = ProblemsPage(self.link, self.picture, self._kept)
        page.trail_wanted.connect(self.show_trail)
        page.settings_wanted.connect(self._show_settings_of)
        page.made_wanted.connect(self.show_made)
        page.overview_wanted.connect(self._show_overview)
        page.edit_wanted.connect(self.show_edit)
        return page

    def _anew(self) -> None:
        self.settings.anew()
        self._anew_window()

    @Slot()
    def _anew_window(self) -> None:
        """Not under a sheet: what is typed there, or under way, would be lost. Then it is made when that is closed."""
        from desktop_sync.ui.parts.sheet import Sheet

        old = self._window
        if old is None:
            return
        over = [one for one in old.findChildren(Sheet) if one.isVisibleTo(old)]
        for one in over:
            one.closed.connect(self._anew_window, Qt.ConnectionType.UniqueConnection)
        if over:
            return
        shown, page = old.isVisible(), old.page
        old.blockSignals(True)
        old.stays = False
        old.close()
        old.deleteLater()
        self._window = self._made()
        if shown:
            self._window.bring(page or None)

    @Slot()
    def _show_settings(self) -> None:
        """From the tray, where nothing of a window may be loaded yet."""
        self._at_window(self.settings.show)

    @Slot()
    def _leave(self) -> None:
        """``quit`` would ask the windows, of which one stays."""
        self._application.exit(0)

    @Slot()
    def _pictured(self) -> None:
        if self._window is not None:
            self._window.count("problems", len(self.picture.problems))

    @Slot()
    def _themed(self) -> None:
        if self.scheme is theme.Scheme.SYSTEM:
            theme.apply(self._application, self.scheme, theme.high_contrast(self._application))


def _parts() -> None:
    """What the window, its sheets and the settings dialog are made of."""
    import qtawesome  # noqa: F401 - it is there then

    import desktop_sync.ui.activity.page
    import desktop_sync.ui.again.sheet
    import desktop_sync.ui.bundle.sheet
    import desktop_sync.ui.dry_run.sheet
    import desktop_sync.ui.editing.sheet
    import desktop_sync.ui.help.sheet
    import desktop_sync.ui.made.sheet
    import desktop_sync.ui.overview.page
    import desktop_sync.ui.problems.page
    import desktop_sync.ui.settings.draft
    import desktop_sync.ui.settings.open
    import desktop_sync.ui.trail.sheet
    import desktop_sync.ui.window  # noqa: F401

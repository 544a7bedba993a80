"""The menu of the icon in the tray. While it is open, words change, and nothing moves under the hand.

What a person chooses is a signal, or goes to the engine at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_sync.ui import icons
from desktop_sync.ui.honest import SHORT, cut, honest, in_short
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.running import Running
from desktop_sync.ui.spoken import number

HOUR = 3600.0


class TrayMenu(QMenu):
    """``page_wanted``: by the name of its page."""

    page_wanted = Signal(str)
    settings_wanted = Signal()
    help_wanted = Signal()
    quit_wanted = Signal()
    failed = Signal(object)

    def __init__(self, link: Link, picture: Picture) -> None:
        super().__init__()
        self._link, self._picture = link, picture
        self._flows: dict[str, QAction] = {}
        self._running = Running(link, self)
        self._running.failed.connect(self.failed)
        self.setToolTipsVisible(True)
        self._status = self._to_page("overview", "")
        self._start = self._add(self, self.tr("Start the &engine"), link.start_engine)
        self.addSeparator()
        self._run = self._sub(self.tr("Run &now"))
        self._all = self._add(self._run, self.tr("&All flows"), self._run_all)
        self._run.addSeparator()
        self._pause = self._sub(self.tr("&Pause"))
        for words, values in (
            (self.tr("1 &hour"), {"seconds": HOUR}),
            (self.tr("Until &tomorrow"), {"until_tomorrow": True}),
            (self.tr("Until &I resume"), {}),
        ):
            self._add(self._pause, words, self._pause_for).setData(values)
        self._resume = self._add(self, self.tr("&Resume"), self._resumed)
        self.addSeparator()
        self._to_page("overview", self.tr("&Overview"))
        self._to_page("activity", self.tr("&Activity"))
        self._problems = self._to_page("problems", self.tr("Pro&blems"))
        self.addSeparator()
        self._add(self, self.tr("&Settings…"), self.settings_wanted)
        self._add(self, self.tr("&Help"), self.help_wanted)
        self.addSeparator()
        self._add(self, self.tr("&Quit…"), self.quit_wanted)
        self.aboutToHide.connect(self._arrange)
        picture.changed.connect(self.show_picture)
        self.show_picture()

    @Slot()
    def show_picture(self) -> None:
        """Its words, and where it is closed, what stands in it."""
        sentence, now = self._picture.sentence, self._picture.now
        self._status.setText(_plain(in_short(sentence, now)))
        self._status.setToolTip(honest(sentence, now))
        self._status.setIcon(icons.state(sentence["mood"]))
        problems = len(self._picture.problems)
        self._problems.setText(
            self.tr("Pro&blems ({count})").format(count=number(problems)) if problems else self.tr("Pro&blems")
        )
        self._allow(self._run.menuAction(), "run")
        self._allow(self._pause.menuAction(), "pause")
        self._allow(self._resume, "resume")
        if not self.isVisible():
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """What comes and goes."""
        flows = [one for one in self._picture.flows if one["enabled"]]
        if [one["flow"] for one in flows] != list(self._flows):
            for action in self._flows.values():
                self._run.removeAction(action)
                action.deleteLater()
            self._flows = {one["flow"]: self._add(self._run, "", self._run_one) for one in flows}
        for one in flows:
            action = self._flows[one["flow"]]
            action.setData(one["flow"])
            action.setText(_plain(cut(one["title"], SHORT)))
            action.setEnabled(one["state"] != "syncing")
        self._all.setEnabled(bool(flows))
        self._start.setVisible(self._link.state is State.OFF)
        paused = [one for one in flows if one["paused"]]
        self._resume.setVisible(bool(paused))
        self._pause.menuAction().setVisible(not flows or len(paused) < len(flows))

    def _to_page(self, name: str, words: str) -> QAction:
        action = self._add(self, words, self._page)
        action.setData(name)
        return action

    def _allow(self, action: QAction, method: str) -> None:
        action.setEnabled(self._link.may(method))
        action.setToolTip(self._link.why_not(method))

    @Slot()
    def _page(self) -> None:
        self.page_wanted.emit(str(self._chosen()))

    @Slot()
    def _run_all(self) -> None:
        self._running.run_all(self._flows)

    @Slot()
    def _run_one(self) -> None:
        self._running.run(str(self._chosen()))

    @Slot()
    def _pause_for(self) -> None:
        values: dict[str, object] = dict(self._chosen() or {})  # type: ignore[call-overload]  # what was put there
        self._link.ask(self, "pause", None, self.failed.emit, **values)

    @Slot()
    def _resumed(self) -> None:
        self._link.ask(self, "resume", None, self.failed.emit)

    def _chosen(self) -> object:
        sender = self.sender()
        return sender.data() if isinstance(sender, QAction) else None

    def _sub(self, words: str) -> QMenu:
        menu = QMenu(words, self)
        menu.setToolTipsVisible(True)
        self.addMenu(menu)
        return menu

    @staticmethod
    def _add(menu: QMenu, words: str, chosen: Callable[[], object] | SignalInstance) -> QAction:
        action = QAction(words, menu)
        action.triggered.connect(chosen)
        menu.addAction(action)
        return action


def _plain(words: str) -> str:
    """What somebody wrote, without mnemonics."""
    return words.replace("&", "&&")

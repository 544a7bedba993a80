"""What a history is filtered by: a text as it is typed, a flow, an outcome, days; the one file or run it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.activity.kinds import Choice, Kind
from desktop_sync.ui.activity.period import Period
from desktop_sync.ui.parts.flowing import Flowing

PAUSE = 300  # ms without a key until it is searched for
SEARCH = 180  # least width
LETTERS = 12  # that a box has room for


class Searched(QLineEdit):
    """What is searched for. Escape empties it; ``left``: with the arrow down."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Filters(QWidget):
    """``text`` is put wherever there is room for it. ``changed``: something else is wished for.

    ``left``: with the arrow down, from the text to the rows.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind | None = None
        self._picked: dict[str, int] = {}  # which outcome is chosen, by list
        self._only: tuple[str, int] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.changed)
        self.text = Searched(self)
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(SEARCH)
        self.text.addAction(icons.action("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.flow, self.outcome = self._box(self.tr("Flow")), self._box(self.tr("Outcome"))
        self.flow.addItem(self.tr("All flows"), None)
        self.period = Period(self)
        self.only = QToolButton(self)
        self.only.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.only.setIcon(icons.action("close"))
        self.only.setToolTip(self.tr("Show all again"))
        self.only.hide()
        row = Flowing(self)
        for one in (self.flow, self.outcome, self.period, self.only):
            row.addWidget(one)
        self._join()

    def show_kind(self, kind: Kind) -> None:
        """The outcomes of another list; each list keeps its own choice."""
        self._kind = kind
        self.text.setPlaceholderText(
            self.tr("Number, file or error") if kind.show in {"documents", "files"} else self.tr("Words of its note")
        )
        self.text.setAccessibleName(self.tr("Search"))
        self.outcome.clear()
        self.outcome.addItem(self.tr("Every outcome") if kind.show != "missed" else self.tr("Every reason"), None)
        for choice in kind.choices:
            self.outcome.addItem(choice.word)
        self.outcome.setCurrentIndex(self._picked.get(kind.show, 0))
        self._show_only()

    def show_flows(self, flows: Sequence[tuple[str, str]]) -> None:
        """``flows``: name and title. What is chosen stays."""
        known = [(self.flow.itemData(at), self.flow.itemText(at)) for at in range(1, self.flow.count())]
        if known == list(flows):
            return
        before = self.flow.currentData()
        while self.flow.count() > 1:
            self.flow.removeItem(1)
        for name, title in flows:
            self.flow.addItem(title, name)
        self.flow.setCurrentIndex(max(0, self.flow.findData(before)) if before else 0)

    def show_flow(self, name: str) -> None:
        """Only of this flow; all else is unfiltered."""
        self._reset()
        self.flow.setCurrentIndex(max(0, self.flow.findData(name)))
        self._show_only()
        self.changed.emit()

    def show_only(self, name: str, number: int, words: str) -> None:
        """Only what belongs to one file (``item``) or one ``run``; all else is unfiltered."""
        self._reset()
        self._only = name, number
        self.only.setText(words)
        self._show_only()

    def wish(self, now: datetime) -> Mapping[str, Any]:
        """For the facade's ``history``."""
        begin, end = self.period.bounds(now)
        kind, choice = self._kind, self.outcome.currentIndex()
        chosen: Choice | None = kind.choices[choice - 1] if kind is not None and choice > 0 else None
        only = dict([self._only]) if self._only is not None and self.only.isVisibleTo(self) else {}
        return {
            "text": self.text.text().strip(), "flow": self.flow.currentData(), "begin": begin, "end": end,
            "state": list(chosen.states) if chosen else None, **only,
        }  # fmt: skip

    @property
    def active(self) -> bool:
        """Whether anything is filtered at all."""
        return any(value is not None and value != "" for value in self.wish(datetime.now().astimezone()).values())

    @Slot()
    def clear(self) -> None:
        """Everything again."""
        self._reset()
        self._show_only()
        self.changed.emit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(LETTERS)
        return box

    def _join(self) -> None:
        self.text.textChanged.connect(self._typed)
        self.text.returnPressed.connect(self._entered)
        self.text.left.connect(self.left)
        self.flow.activated.connect(self.changed)
        self.outcome.activated.connect(self._pick)
        self.period.changed.connect(self.changed)
        self.only.clicked.connect(self.clear)

    def _reset(self) -> None:
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._pause.stop()
        self._only = None
        self._picked.clear()
        self.flow.setCurrentIndex(0)
        self.outcome.setCurrentIndex(0)
        self.period.clear()

    def _show_only(self) -> None:
        names = {"documents": {"item", "run"}, "files": {"run"}}.get(self._kind.show if self._kind else "", set())
        self.only.setVisible(self._only is not None and self._only[0] in names)

    @Slot()
    def _typed(self) -> None:
        self._pause.start()

    @Slot()
    def _entered(self) -> None:
        """Without the pause."""
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()

    @Slot()
    def _pick(self) -> None:
        if self._kind is not None:
            self._picked[self._kind.show] = self.outcome.currentIndex()
        self.changed.emit()

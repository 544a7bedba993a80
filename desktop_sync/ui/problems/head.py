"""The top of the page: its title and sum, the filters by flow and by who can fix it, and trying everything again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.labels import heading, note
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row, Telling
from desktop_sync.ui.tokens import GRID


class Head(QWidget):
    """``changed``: the filters are others. ``flow``: None for all; ``owner``: empty for everyone."""

    changed = Signal()
    retry_wanted = Signal()

    def __init__(self, link: Link, telling: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._telling = link, telling
        self._sum = note("", self)
        self._flows, self._owners = QComboBox(self), QComboBox(self)
        self._flows.setAccessibleName(self.tr("Flow"))
        self._owners.setAccessibleName(self.tr("Who can fix it"))
        self._flows.addItem(self.tr("All flows"), "")
        self._owners.addItem(self.tr("Everyone"), "")
        for owner in ("clerk", "it", "vendor"):
            self._owners.addItem(telling.who(owner), owner)
        self.retry = QPushButton(self)
        self.retry.setIcon(icons.action("refresh"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading(self.tr("Problems"), self))
        words.addWidget(self._sum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        for one in (self._flows, self._owners, self.retry):
            row.addWidget(one)
        self.show_sum((), busy=False)
        for box in (self._flows, self._owners):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(self._picked)
        self.retry.clicked.connect(self.retry_wanted)

    @property
    def flow(self) -> str | None:
        """Only of this one."""
        return str(self._flows.currentData()) or None

    @property
    def owner(self) -> str:
        """Only what they can fix."""
        return str(self._owners.currentData())

    def show_names(self, flows: Sequence[Row], connections: Mapping[str, str]) -> None:
        """The flows that can be chosen, what is chosen stays; and the titles of connections."""
        self._telling.connections = connections
        known = [(said(one["title"]), one["flow"]) for one in flows]
        if known == [(self._flows.itemText(at), self._flows.itemData(at)) for at in range(1, self._flows.count())]:
            return
        self._telling.titles = {flow: title for title, flow in known}
        before = self.flow
        while self._flows.count() > 1:
            self._flows.removeItem(1)
        for title, flow in known:
            self._flows.addItem(title, flow)
        self._flows.setCurrentIndex(max(0, self._flows.findData(before)) if before else 0)

    def choose_flow(self, flow: str) -> None:
        """Only of this one; empty: of all. Of whoever can fix it."""
        self._flows.setCurrentIndex(max(0, self._flows.findData(flow)))
        self._owners.setCurrentIndex(0)

    @Slot()
    def show_all(self) -> None:
        """No filter."""
        self._flows.setCurrentIndex(0)
        self._owners.setCurrentIndex(0)
        self.changed.emit()

    def show_sum(self, groups: Sequence[Row], *, busy: bool) -> None:
        """How many there are, and whether all of it can be tried again."""
        problems = sum(one["problems"] for one in groups)
        again = sum(one["problems"] for one in groups if "retry" in one["can"])
        counted = (self.tr("%n problem(s)", "", problems), self.tr("%n cause(s)", "", len(groups)))
        self._sum.setText(" · ".join(counted))
        self._sum.setVisible(bool(groups))
        self.retry.setText(self.tr("Try a&ll %n again", "", again) if again else self.tr("Try a&ll again"))
        self.retry.setVisible(len(groups) > 1 and again != 1)
        self.retry.setEnabled(bool(again) and not busy and self._link.may("retry"))
        self.retry.setToolTip(self._link.why_not("retry"))

    @Slot()
    def _picked(self) -> None:
        self.changed.emit()

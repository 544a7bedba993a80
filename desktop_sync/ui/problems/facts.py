"""What is known of a group, above its members: what happened, who can fix it, what to do, since when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.breaking import breakable
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.problems.telling import Row, Telling, mood
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

SHAPE = 16
_ICONS = {"clerk": "account-outline", "it": "server-network-outline", "vendor": "domain"}


class Facts(QWidget):
    """``show_group`` fills it."""

    def __init__(self, telling: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telling = telling
        self._badge = Badge("attention", "", self)
        self.title = section("", self)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._who_icon, self._who = QLabel(self), text("", self)
        self._todo, self._since, self._where = text("", self), text("", self), text("", self)
        self._file, self._value, self._which = text("", self), text("", self), text("", self)
        head = QHBoxLayout()
        head.setSpacing(BETWEEN)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        who = QHBoxLayout()
        who.setSpacing(GRID)
        who.addWidget(self._who_icon, 0, Qt.AlignmentFlag.AlignTop)
        who.addWidget(self._who, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(INSIDE)
        self._grid.setColumnStretch(1, 1)
        self._names: dict[QWidget, QLabel] = {}
        self._row(0, self.tr("Which"), self._which, self._which)
        self._row(1, self.tr("Who"), who, self._who)
        self._row(2, self.tr("What to do"), self._todo, self._todo)
        self._row(3, self.tr("Since"), self._since, self._since)
        self._row(4, self.tr("Where"), self._where, self._where)
        self._row(5, self.tr("File"), self._file, self._file)
        self._row(6, self.tr("Value"), self._value, self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addLayout(head)
        column.addLayout(self._grid)

    def show_group(self, group: Row, now: datetime) -> None:
        """All of it."""
        telling = self._telling
        self._badge.show_state(mood(group), "")
        self.title.setText(telling.title(group))
        owner = group["owner"]
        icon = icons.action(_ICONS.get(owner, "account-outline"))
        self._who_icon.setPixmap(icon.pixmap(SHAPE, SHAPE))
        self._who.setText(telling.who_can(owner))
        self._fill(self._which, telling.which(group))
        told, advice = group["cause"].startswith("host key:"), telling.advice(group)  # which names it
        self._fill(self._todo, breakable(advice) if told else advice)
        since = [telling.since(group, now), telling.seen(group)]
        self._fill(self._since, " · ".join(one for one in since if one))
        self._since.setToolTip(telling.since_in_full(group))
        self._fill(self._where, telling.flows(group))
        first, one = group["examples"][0], group["problems"] == 1
        self._fill(self._file, telling.place(first) if one else "")
        self._file.setToolTip(tip(said(first["path"] or "")))
        self._fill(self._value, said(first["value"]) if one and not told else "")

    def _row(self, place: int, name: str, what: QHBoxLayout | QWidget, widget: QWidget) -> None:
        label = note(name, self)
        label.setWordWrap(False)
        label.setContentsMargins(0, 2, 0, 0)  # its smaller letters stand on the same line
        self._names[widget] = label
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(what, QWidget):
            self._grid.addWidget(what, place, 1)
        else:
            self._grid.addLayout(what, place, 1)

    def _fill(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
        self._names[label].setVisible(bool(words))

"""The list of differences: for each subject its changes, what was and what becomes of it side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.settings.differences import Difference
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

WHAT = 200


class DifferenceList(QWidget):
    """``show_differences`` fills it anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QGridLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setVerticalSpacing(BETWEEN)

    def show_differences(self, found: Sequence[Difference], nothing: str) -> None:
        """``nothing``: what stands there when there is none."""
        for card in self.findChildren(Card):
            self._column.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        subjects = list(dict.fromkeys(one.subject for one in found))
        if not found:
            card = Card(self)
            card.body.addWidget(text(nothing, card))
            self._column.addWidget(card, 0, 0)
        for number, subject in enumerate(subjects):
            self._column.addWidget(self._card(subject, [one for one in found if one.subject == subject]), number, 0)
        self._column.setRowStretch(len(subjects) + 1, 1)

    def _card(self, subject: str, found: Sequence[Difference]) -> Card:
        card = Card(self)
        card.body.addWidget(section(subject, card))
        rows = QGridLayout()
        rows.setHorizontalSpacing(GRID)
        rows.setVerticalSpacing(INSIDE)
        rows.setColumnMinimumWidth(0, WHAT)
        rows.setColumnStretch(1, 1)
        rows.setColumnStretch(3, 1)
        for number, one in enumerate(found):
            rows.addWidget(text(one.what, card), number, 0, Qt.AlignmentFlag.AlignTop)
            if one.was or one.now:
                was, now = text(one.was, card), text(one.now, card)
                was.setObjectName("secondary")
                rows.addWidget(was, number, 1, Qt.AlignmentFlag.AlignTop)
                arrow = note("→" if one.was else "", card)
                rows.addWidget(arrow, number, 2, Qt.AlignmentFlag.AlignTop)
                rows.addWidget(now, number, 3, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(rows)
        return card

"""Editors for what is chosen: yes or no, one of a few values, any of them, a connection or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QVBoxLayout, QWidget

from desktop_sync.ui.settings.editors import SHORT, Editor
from desktop_sync.ui.settings.words import Field, said, value_words
from desktop_sync.ui.tokens import INSIDE, ROW


class SwitchEditor(Editor):
    """Yes or no."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._was: bool | None = None
        self.box = QCheckBox(said(field["title"]), self)
        self.box.clicked.connect(self.changed)
        self._row(self.box)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._was = value
        self.box.setChecked(bool(self.field["default"] if value is None else value))

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        now = self.box.isChecked()
        return None if self._was is None and now == self.field["default"] else now


class ChoiceEditor(Editor):
    """One of a few values; where the field says so, also a date. Left out stays left out until another is chosen."""

    OTHER = "\0date"
    NONE = "\0none"

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._was: object = None
        self.combo = QComboBox(self)
        self.combo.setMinimumWidth(SHORT)  # it may be narrower than its longest choice
        if field["default"] is None and not field["needed"]:
            self.combo.addItem(self.tr("By itself"), self.NONE)
        choices = field.get("choices") or [{"value": True, "title": ""}, {"value": False, "title": ""}]
        for one in choices:
            self.combo.addItem(said(one["title"]) or value_words(one["value"]), one["value"])
        self.date = QDateEdit(QDate.currentDate(), self)
        self.date.setCalendarPopup(True)
        self.date.setVisible(False)
        self.date.setAccessibleName(self.tr("Since this date"))
        if field.get("other") == "date":
            self.combo.addItem(self.tr("Send those changed since"), self.OTHER)
        self.combo.activated.connect(self._chosen)
        self.date.dateChanged.connect(self.changed)
        row = self._row(self.combo)
        row.setStretch(0, 0)
        row.addWidget(self.date)
        row.addStretch(1)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._was = value
        shown = self.field["default"] if value is None else value
        at = self._index(shown)
        if at < 0 and self.field.get("other") == "date":
            at = self._index(self.OTHER)
            with QSignalBlocker(self.date):
                self.date.setDate(QDate.fromString(str(shown), Qt.DateFormat.ISODate))
        elif at < 0 and shown is not None:
            self.combo.addItem(str(shown), shown)  # what stands there, though it will not do
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(max(at, 0))
        self.date.setVisible(self.combo.currentData() == self.OTHER)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        now = self.combo.currentData()
        if now == self.NONE:
            return None
        if now == self.OTHER:
            return self.date.date().toString(Qt.DateFormat.ISODate)
        return None if self._was is None and now == self.field["default"] else now

    def _index(self, value: object) -> int:
        """``True`` is no ``1`` here."""
        wanted = self.NONE if value is None else value
        return next((n for n in range(self.combo.count()) if self.combo.itemData(n) == wanted), -1)

    @Slot()
    def _chosen(self) -> None:
        self.date.setVisible(self.combo.currentData() == self.OTHER)
        self.changed.emit()


class ChoicesEditor(Editor):
    """Any of a few values."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._was: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        self.boxes: dict[str, QCheckBox] = {}
        for one in field["choices"]:
            box = QCheckBox(said(one["title"]), self)
            box.clicked.connect(self.changed)
            column.addWidget(box)
            self.boxes[one["value"]] = box
        self.setFocusProxy(next(iter(self.boxes.values())))

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._was = value
        shown = self.field["default"] if value is None else value if isinstance(value, list) else [value]
        for name, box in self.boxes.items():
            box.setChecked(name in (shown or ()))

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        now = [name for name, box in self.boxes.items() if box.isChecked()]
        return None if self._was is None and now == self.field["default"] else now

    def name_it(self, name: str, help_: str) -> None:
        self.setToolTip(help_)
        for box in self.boxes.values():
            box.setAccessibleDescription(name)


class ConnectionEditor(Editor):
    """The id of a connection, or of several. ``offered`` gives those that fit: id and title."""

    SEVERAL = "\0several"

    def __init__(
        self, field: Field, offered: Callable[[str], Sequence[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self._offered, self._many = offered, field["kind"] == "connections"
        self.combo = QComboBox(self)
        self.combo.activated.connect(self._chosen)
        self.boxes = QWidget(self)
        self._column = QVBoxLayout(self.boxes)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(INSIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.combo, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.boxes)
        self.combo.setMinimumWidth(SHORT + ROW)
        self.setFocusProxy(self.combo)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        chosen = [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]
        offered = list(self._offered(self.field["connections"]))
        offered += [(one, one) for one in chosen if one not in {identity for identity, _ in offered}]
        self.combo.clear()
        if not chosen:
            self.combo.addItem(self.tr("Choose a connection"), "")
        for identity, title in offered:
            self.combo.addItem(title, identity)
        if self._many and len(offered) > 1:
            self.combo.addItem(self.tr("Several…"), self.SEVERAL)
        self._fill(offered, chosen)
        at = self.combo.findData(self.SEVERAL if len(chosen) > 1 else chosen[0] if chosen else "")
        self.combo.setCurrentIndex(max(at, 0))
        self.boxes.setVisible(len(chosen) > 1)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        now = self.combo.currentData()
        if now == self.SEVERAL:
            return [str(box.property("id")) for box in self._boxes() if box.isChecked()]
        return str(now) if now else None

    def _boxes(self) -> list[QCheckBox]:
        return self.boxes.findChildren(QCheckBox)

    def _fill(self, offered: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        for box in self._boxes():
            self._column.removeWidget(box)
            box.setParent(None)
            box.deleteLater()
        for identity, title in offered if self._many else ():
            box = QCheckBox(title, self.boxes)
            box.setProperty("id", identity)
            box.setChecked(identity in chosen)
            box.clicked.connect(self.changed)
            self._column.addWidget(box)

    @Slot()
    def _chosen(self) -> None:
        self.boxes.setVisible(self.combo.currentData() == self.SEVERAL)
        self.changed.emit()

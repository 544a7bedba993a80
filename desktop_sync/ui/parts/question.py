"""One plain question over a window, before something is done that is not taken back. It must not know what that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    over: QWidget,
    what: str,
    more: str,
    *,
    yes: str,
    no: str,
    sure: Callable[[], object],
    title: str = "",
    loses: bool = False,
) -> QMessageBox:
    """``yes``, ``no``: words of the buttons; Enter and Escape say no. ``loses``: yes throws something away."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, "", QMessageBox.StandardButton.NoButton, over)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)  # titles of customers stand in it
    box.setText(what)
    box.setInformativeText(more)
    role = QMessageBox.ButtonRole.DestructiveRole if loses else QMessageBox.ButtonRole.AcceptRole
    box.addButton(yes, role).clicked.connect(sure)
    box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.open()
    return box

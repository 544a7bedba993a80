"""Buttons of the overview have the height of a row."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from desktop_sync.ui.tokens import ROW


def tall(button: QPushButton) -> QPushButton:
    """The same."""
    button.setMinimumHeight(ROW)
    return button

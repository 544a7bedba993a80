"""The dialog as its parts know it: what sheets lie over, with a bar."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_sync.ui.parts.bar import Bar


class Showing(QWidget):
    """``bar`` says what was done, or went wrong."""

    bar: Bar

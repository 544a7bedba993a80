"""Draws a window that nobody sees, for the self-test: Qt, its platform, fonts of icons, SVG, styles are all asked."""

from __future__ import annotations

import os
import sys


def draw_alone() -> str:
    """What was drawn, in a sentence. RuntimeError when the picture is empty."""
    if sys.platform != "win32":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["desktop-sync"])
    try:
        colours = _colours()
    finally:
        del application
    if colours < _ENOUGH:
        raise RuntimeError(f"the picture of the window is empty: {colours} colours")
    return f"Qt {qVersion()}, {QApplication.platformName()}"


_ENOUGH = 8  # colours: a button with its edges alone has less than its icons


def _colours() -> int:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

    from desktop_sync.ui import icons

    window = QWidget()
    layout = QVBoxLayout(window)
    for icon in (icons.action("play"), icons.state("well"), icons.state("attention")):
        button = QPushButton(icon, "Desktop Sync")
        button.setIconSize(QSize(48, 48))
        layout.addWidget(button)
    picture = window.grab().toImage()
    found = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    window.deleteLater()
    return len(found)

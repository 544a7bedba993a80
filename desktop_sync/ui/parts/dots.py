"""Three dots say that there is a menu; an arrow beside them would say it twice. What it is about, its screen says."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QStyleOptionToolButton, QToolButton, QWidget

from desktop_sync.ui import icons


class Dots(QToolButton):
    """Opens ``menu``."""

    def __init__(self, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(icons.action("dots-horizontal"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu

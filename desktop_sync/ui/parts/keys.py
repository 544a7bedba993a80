"""What the keyboard does everywhere alike: Enter presses the button it is at, as Space does; of several buttons of
which one is chosen, Tab halts at the chosen one. It must not know any screen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QCheckBox, QRadioButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed(event: QKeyEvent) -> bool:
    """Whether a key that nobody wanted was Enter at a button, which is pressed then. A key that is held presses once.

    Qt leaves that to dialogs, so that in a window Enter does nothing where Space does something.
    """
    button = QApplication.focusWidget()
    if event.key() not in ENTER or event.isAutoRepeat() or not isinstance(button, QAbstractButton):
        return False
    if isinstance(button, QCheckBox | QRadioButton):
        return False
    button.click()
    return True


class Choice(QButtonGroup):
    """Of its buttons one is chosen, at which Tab halts: Qt halts at the first one until one has had the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._turned)

    def addButton(self, button: QAbstractButton, id: int = -1) -> None:  # noqa: N802 - Qt's names
        super().addButton(button, id)
        self._turned()

    @Slot()
    def _turned(self) -> None:
        """Where none is chosen yet, each is a place to halt."""
        chosen = self.checkedButton()
        for one in self.buttons():
            halts = chosen is None or one is chosen
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if halts else Qt.FocusPolicy.ClickFocus)

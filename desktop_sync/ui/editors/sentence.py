"""A sentence in which some words are controls: the translator decides where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from PySide6.QtWidgets import QLabel, QWidget

from desktop_sync.ui.parts.flowing import Flowing
from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.tokens import INSIDE


class Sentence(QWidget):
    """``"every {count} {unit}"`` with the controls of these names. It wraps like text."""

    def __init__(self, template: str, parts: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: list[QLabel] = []
        layout = Flowing(self, INSIDE)
        for before, name, _, _ in Formatter().parse(template):
            for word in before.split():
                label = text(word, self)
                label.setWordWrap(False)
                self.words.append(label)
                layout.addWidget(label)
            if name is not None:
                layout.addWidget(parts[name])
        missing = [one for one in parts.values() if one.parentWidget() is not self]
        for one in missing:  # a translation that forgot a control must not lose it
            layout.addWidget(one)

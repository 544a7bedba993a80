"""The trees of a mapping above, what belongs to the chosen field below them: the trees take the room there is, and who
wants all of it for them folds the lower part up to its tabs. It knows nothing of what stands in either.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.icons import action
from desktop_sync.ui.parts.tabs import TabBar

ABOVE, BELOW = 2, 1  # of the room
ANY_HEIGHT = 16_777_215  # px, as Qt has it


class TwoParts(QSplitter):
    """It wishes to be no higher than it has to be: so it fills a page and does not make that scroll."""

    def __init__(self, above: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.tabs = QTabWidget(self)
        self.tabs.setTabBar(TabBar(self.tabs))
        self.fold = small("chevron-down", "", self.tabs)
        self.tabs.setCornerWidget(self.fold, Qt.Corner.TopRightCorner)
        self._sizes: list[int] = []
        self.setChildrenCollapsible(False)
        self.addWidget(above)
        self.addWidget(self.tabs)
        self.setSizes([ABOVE, BELOW])
        self.setStretchFactor(0, ABOVE)
        self.setStretchFactor(1, BELOW)
        self.fold.clicked.connect(self._turn)
        self.tabs.tabBarClicked.connect(self.unfold)
        self._name_fold()

    def add(self, below: QWidget, title: str) -> None:
        """Behind a tab of its own."""
        self.tabs.addTab(below, title)

    @property
    def folded(self) -> bool:
        """Whether only the tabs are left of what is below."""
        return bool(self._sizes)

    @Slot()
    def unfold(self) -> None:
        """As it was before."""
        if self.folded:
            self._turn()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSizeHint()

    @Slot()
    def _turn(self) -> None:
        before = self._sizes
        self._sizes = [] if before else self.sizes()
        for pages in self.tabs.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            pages.setVisible(bool(before))
        self.tabs.setMaximumHeight(ANY_HEIGHT if before else self.tabs.tabBar().sizeHint().height())
        if before:
            self.setSizes(before)
        self._name_fold()

    def _name_fold(self) -> None:
        words = self.tr("Show the options below") if self.folded else self.tr("Hide the options below")
        self.fold.setIcon(action("chevron-up" if self.folded else "chevron-down"))
        self.fold.setToolTip(words)
        self.fold.setAccessibleName(words)

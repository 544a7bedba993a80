"""The trees of a mapping above, what belongs to the chosen field below them: the trees take the room there is, and who
wants all of it for them folds the lower part up to its tabs. It knows nothing of what stands in either.

How somebody left it is kept, once it is told where.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.icons import action
from desktop_sync.ui.parts.tabs import TabBar

KEPT, FOLDED = "mapping/parts", "mapping/folded"
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
        self._kept: QSettings | None = None
        self.setChildrenCollapsible(False)
        self.addWidget(above)
        self.addWidget(self.tabs)
        self.setSizes([ABOVE, BELOW])
        self.setStretchFactor(0, ABOVE)
        self.setStretchFactor(1, BELOW)
        self.fold.clicked.connect(self._turn)
        self.tabs.tabBarClicked.connect(self.unfold)
        self.splitterMoved.connect(self._keep)
        self._name_fold()

    def remember(self, kept: QSettings) -> None:
        """As it was left the last time, and from now on kept there."""
        drawn = [int(one) for one in str(kept.value(KEPT, "")).split() if one.isdecimal()]
        if len(drawn) == self.count() and all(drawn):
            self.setSizes(drawn)
        if bool(kept.value(FOLDED, False, bool)) is not self.folded:
            self._turn()
            self._sizes = drawn or [ABOVE, BELOW]
        self._kept = kept

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
        self._keep()

    @Slot()
    def _keep(self) -> None:
        if self._kept is not None:
            self._kept.setValue(KEPT, " ".join(str(one) for one in self._sizes or self.sizes()))
            self._kept.setValue(FOLDED, self.folded)

    def _name_fold(self) -> None:
        words = self.tr("Show the options below") if self.folded else self.tr("Hide the options below")
        self.fold.setIcon(action("chevron-up" if self.folded else "chevron-down"))
        self.fold.setToolTip(words)
        self.fold.setAccessibleName(words)

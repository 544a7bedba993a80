"""The help as a sheet: the list of pages, a line to search in them, and the page that was asked for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFont, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.ui.help.pages import HelpPage, name_of, pages, slug
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.theme import TEXT, font
from desktop_sync.ui.tokens import BETWEEN, GRID, MARGIN, ROW, SECTION, TITLE

LIST = 220  # width
LINE = 125  # percent
NAME = Qt.ItemDataRole.UserRole


class HelpSheet(Sheet):
    """``place``: where the person is; the page that speaks of it is shown. ``bundle_wanted``: what support needs."""

    bundle_wanted = Signal()

    def __init__(self, over: QWidget, language: str, place: str) -> None:
        super().__init__(over, "")
        self.title.setText(self.tr("Help"))
        self.setAccessibleName(self.tr("Help"))
        self._pages = {page.name: page for page in pages(language)}
        self.bundle = QPushButton(self.tr("Support &bundle…"), self)
        self.bundle.clicked.connect(self.bundle_wanted)
        self.buttons.addWidget(self.bundle)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Search the help"))
        self._search.setAccessibleName(self.tr("Search the help"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._searched)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Pages of the help"))
        self._list.currentItemChanged.connect(self._chosen)
        self._text = QTextBrowser(self)
        self._text.setAccessibleName(self.tr("The page"))
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow)
        self._text.document().setDocumentMargin(MARGIN)
        font(self._text, TEXT)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        row.addLayout(left)
        row.addWidget(self._text, 1)
        self._search.setFixedWidth(LIST)
        self._list.setFixedWidth(LIST)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addLayout(row, 1)
        self._fill(list(self._pages.values()))
        self.show_page(name_of(place))

    @property
    def page(self) -> str:
        """The name of the page that shows; empty while nothing was found."""
        chosen = self._list.selectedItems()
        return str(chosen[0].data(NAME)) if chosen else ""

    def show_page(self, name: str, heading: str = "") -> None:
        """From the top, or from a heading on, which is named as links name it."""
        for row in range(self._list.count()):
            if self._list.item(row).data(NAME) == name:
                self._list.setCurrentRow(row)
        self._scroll_to(heading)

    @Slot(str)
    def _searched(self, words: str) -> None:
        self._fill([page for page in self._pages.values() if page.speaks_of(words)])
        if self._list.count():
            self._list.setCurrentRow(0)
            if words.strip():
                self._text.find(words.split(maxsplit=1)[0])
        else:
            self._text.setPlainText(self.tr("Nothing was found."))

    @Slot(QListWidgetItem, QListWidgetItem)
    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._text.setMarkdown(self._pages[str(item.data(NAME))].text)
            set_type(self._text.document())
            self._text.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)
            return
        self._search.clear()
        self.show_page(link.path().removesuffix(".md") or self.page, link.fragment())

    def _fill(self, found: list[HelpPage]) -> None:
        self._list.clear()
        for page in found:
            item = QListWidgetItem(page.title, self._list)
            item.setData(NAME, page.name)
            item.setToolTip(page.title)
            item.setSizeHint(QSize(0, ROW))

    def _scroll_to(self, heading: str) -> None:
        document = self._text.document()
        block = document.begin()
        while heading and block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == heading:
                self._text.setTextCursor(QTextCursor(block))
                self._text.verticalScrollBar().setValue(int(document.documentLayout().blockBoundingRect(block).y()))
                return
            block = block.next()


def set_type(document: QTextDocument) -> None:
    """Sizes and distances of the desk for what Markdown has brought."""
    document.setIndentWidth(MARGIN + GRID)
    block, cursor = document.begin(), QTextCursor(document)
    while block.isValid():
        level = block.blockFormat().headingLevel()
        cursor.setPosition(block.position())
        shape, listed = block.blockFormat(), block.blockFormat().objectIndex() >= 0
        shape.setTopMargin(MARGIN + GRID // 2 if level > 1 else 0)
        shape.setBottomMargin(GRID // 2 if listed else GRID)
        shape.setLineHeight(LINE, shape.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(shape)
        if level:
            letters, made = QTextCharFormat(), QFont(document.defaultFont())
            made.setPixelSize(TITLE if level == 1 else SECTION + 2)
            made.setWeight(QFont.Weight.DemiBold)
            letters.setFont(made)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(letters)
        block = block.next()

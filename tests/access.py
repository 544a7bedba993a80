"""What everybody must be able to use, looked for in a window that shows: names, Tab, mnemonics, whole texts, the focus.

Each check gives complaints, one line each with the widget; none when all is well. They look at any widget and know no
screen of the desk.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionTab,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop_sync.ui.parts.cells import SHAPE
from desktop_sync.ui.parts.columns import MOOD_ROLE
from desktop_sync.ui.parts.focus_chain import following, is_stop
from desktop_sync.ui.parts.sheet import Sheet
from desktop_sync.ui.tokens import BETWEEN, GRID, INSIDE

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QTextEdit,
    QPlainTextEdit, QTabBar,
)  # fmt: skip
BUTTONS = (QPushButton, QToolButton, QCheckBox, QRadioButton)
OWNERS = (QLineEdit, QComboBox, QAbstractSpinBox, QTabBar, QHeaderView)
"""What has controls inside that are its own affair."""
MNEMONIC = re.compile(r"&([^&\s])")
MOST = 200  # widgets that Tab may walk through
CELLS = 500  # of a table that are read
ITEMS = (QAccessible.Role.Cell, QAccessible.Role.ListItem, QAccessible.Role.TreeItem)
PARTS = 6  # of a date and time
AROUND = 4  # px: a focus frame may lie outside of its widget


def said(widget: QWidget) -> str:
    """Which widget, for a person who reads the complaint."""
    words = next((str(of()) for of in (getattr(widget, name, None) for name in ("text", "title")) if callable(of)), "")
    named = words or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {named[:40]!r} at {widget.mapTo(widget.window(), QPoint(0, 0)).toTuple()}"


def controls(window: QWidget) -> list[QWidget]:
    """Everything visible that a person uses; not what belongs to the inside of a control, nor scroll bars."""
    return [one for one in _visible(window) if isinstance(one, CONTROLS) and not _inside(one)]


def _visible(window: QWidget) -> list[QWidget]:
    return [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]


def _inside(widget: QWidget) -> bool:
    if isinstance(widget, QHeaderView) or type(widget).__name__ == "QScrollBar":
        return True
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, OWNERS) or (isinstance(above, QAbstractItemView) and widget.parentWidget() is above):
            return True
        above = above.parentWidget()
    return False


def without_name(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    return [f"{said(one)} has no accessible name" for one in controls(window) if not name_of(one)]


def name_of(widget: QWidget) -> str:
    """As a screen reader says it."""
    told = cast("QAccessibleInterface | None", QAccessible.queryAccessibleInterface(widget))
    return "" if told is None else str(told.text(QAccessible.Text.Name)).strip()


def silent_rows(window: QWidget) -> list[str]:
    """Rows of lists, trees and tables of which a screen reader would read nothing."""
    return [
        f"a screen reader reads nothing of a row, {top} px below the top of the screen: {said(view)}"
        for view in _visible(window)
        if isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView)
        for top in _silent(view)
    ]


def _silent(view: QAbstractItemView) -> list[int]:
    told = QAccessible.queryAccessibleInterface(view)
    seen = QRect(view.viewport().mapToGlobal(QPoint(0, 0)), view.viewport().size())
    rows: dict[int, str] = defaultdict(str)
    for number in range(min(told.childCount(), CELLS)):
        cell = cast("QAccessibleInterface | None", told.child(number))
        if cell is not None and cell.role() in ITEMS and seen.contains(cell.rect().center()):
            rows[cell.rect().top()] += cell.text(QAccessible.Text.Name).strip()
    return [top for top, words in rows.items() if not words]


def tab_stops(window: QWidget, seen: list[str] | None = None) -> list[QWidget]:
    """Where Tab leads, from the first to where it comes back or stays.

    ``seen`` takes a complaint for each place where nothing on the screen changes when Tab leads on.
    """
    found: list[QWidget] = []
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)  # from now on the keyboard leads
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Backtab)
    while (here := QApplication.focusWidget()) is not None and here not in found and len(found) < MOST:
        found.append(here)
        place = _place(here).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        before = None if seen is None else window.grab(place).toImage()
        _on(here)
        came = QApplication.focusWidget()
        if seen is not None and came in found and (left := [one for one in found[: found.index(came)] if is_stop(one)]):
            seen.append(f"after {said(here)} Tab comes to {said(came)}, and never again to {said(left[0])}")
        after = None if before is None else window.grab(place).toImage()
        if seen is not None and before == after and QApplication.focusWidget() is not here and here is not window:
            seen.append(f"{said(here)} does not show that it has the focus")
    return _from_the_first(window, found)


def _on(here: QWidget) -> None:
    """A time has several parts, through which Tab goes first."""
    for _ in range(PARTS):
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is not here:
            return


def _from_the_first(window: QWidget, stops: list[QWidget]) -> list[QWidget]:
    """Wherever the focus was at the beginning."""
    one: QWidget | None = window
    while one is not None and (one := following(one)) is not window:
        if one in stops:
            return [*stops[stops.index(one) :], *stops[: stops.index(one)]]
    return stops


def unreachable(window: QWidget, stops: Sequence[QWidget]) -> list[str]:
    """Controls that Tab does not lead to, and where it stays. Of buttons that exclude each other one is enough."""
    reached = {id(one) for one in stops}
    complaints = []
    for one in controls(window):
        alike = _group(one)
        if (
            one.isEnabled()
            and not _covered(one)
            and not reached & {id(two) for two in alike}
            and not _takes_part(one, stops)
        ):
            complaints.append(f"{said(one)} is not reached by Tab")
    here = QApplication.focusWidget()
    if len(stops) > 1 and here is not None and _after(here) is here:
        complaints.append(f"{said(here)} keeps the Tab key")
    return complaints


def _covered(one: QWidget) -> bool:
    """Whether a sheet lies over it: Tab stays on that."""
    sheets = (sheet for sheet in one.window().findChildren(Sheet) if sheet.isVisible())
    overs = ((sheet, sheet.parentWidget()) for sheet in sheets)
    return any(over is not None and over.isAncestorOf(one) and not sheet.isAncestorOf(one) for sheet, over in overs)


def _after(here: QWidget) -> QWidget | None:
    """Where Tab leads from here."""
    _on(here)
    return QApplication.focusWidget()


def _group(widget: QWidget) -> list[QWidget]:
    if not isinstance(widget, QAbstractButton):
        return [widget]
    group = cast("QButtonGroup | None", widget.group())
    if group is not None and group.exclusive():
        return list(group.buttons())
    above = widget.parentWidget()
    if not widget.autoExclusive() or above is None:
        return [widget]
    beside = above.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in beside if one.autoExclusive()]


def _takes_part(widget: QWidget, stops: Sequence[QWidget]) -> bool:
    proxy = widget.focusProxy()
    return (proxy is not None and proxy in stops) or any(widget.isAncestorOf(one) for one in stops)


def disorder(stops: Sequence[QWidget]) -> list[str]:
    """Steps of Tab that go back: up within a column, to the left within a row."""
    complaints = []
    for one, two in itertools.pairwise(stops):
        here, there = _seen(one, two), _seen(two, one)
        if one.isAncestorOf(two) or two.isAncestorOf(one):
            continue
        up = there.bottom() <= here.top() and there.left() < here.right()
        left = there.right() <= here.left() and there.top() < here.bottom() and here.top() < there.bottom()
        if up or left:
            complaints.append(f"Tab goes back from {said(one)} to {said(two)}")
    return complaints


def hidden_stops(stops: Sequence[QWidget]) -> list[str]:
    """Where Tab leads to something that lies behind another thing."""
    complaints = []
    for one in stops:
        window, middle = one.window(), _place(one).center()
        top = window.childAt(middle)
        there = window.rect().contains(middle) and not _scrolled_away(one, middle)
        if there and top is not None and not _related(one, top):
            complaints.append(f"{said(one)} has the focus behind {said(top)}")
    return complaints


def _scrolled_away(widget: QWidget, middle: QPoint) -> bool:
    """Whether it is out of a place that scrolls to it when Tab comes."""
    one = widget.parentWidget()
    while one is not None and not one.isWindow():
        around = one.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is one and not _place(one).contains(middle):
            return True
        one = around
    return False


def _seen(widget: QWidget, beside: QWidget) -> QRect:
    """Where it shows when Tab has come: what is scrolled away shows at the edge of its area, for who is beside that."""
    place, one = _place(widget), widget.parentWidget()
    while one is not None and not one.isWindow() and not one.isAncestorOf(beside):
        around = one.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is one:
            area = _place(one)
            place.moveTop(max(area.top(), min(place.top(), area.bottom() - place.height())))
        one = around
    return place


def _related(one: QWidget, two: QWidget) -> bool:
    return one is two or one.isAncestorOf(two) or two.isAncestorOf(one)


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def same_mnemonics(window: QWidget) -> list[str]:
    """Keys that two visible things want."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for text, who in _mnemonic_texts(window):
        found = MNEMONIC.search(text.replace("&&", ""))
        if found is not None:
            wanted[found[1].lower()].append(who)
    return [f"Alt+{key} is wanted by {' and '.join(who)}" for key, who in wanted.items() if len(who) > 1]


def _mnemonic_texts(window: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(window, QMenu):
        yield from ((one.text(), f"the action {one.text()!r}") for one in _actions(window))
    for one in _visible(window):
        if isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy() is not None):
            yield one.text(), said(one)
        elif isinstance(one, QGroupBox):
            yield one.title(), said(one)
        elif isinstance(one, QTabBar):
            yield from ((one.tabText(number), f"the tab {one.tabText(number)!r}") for number in range(one.count()))


def _actions(menu: QMenu) -> list[QAction]:
    return [one for one in menu.actions() if one.isVisible() and not one.isSeparator()]


def clipped(window: QWidget) -> list[str]:
    """Texts that do not fit (of labels, buttons, fields, tabs, headings of columns), and what is cut off."""
    complaints = []
    for one in _visible(window):
        why = _clipped(one)
        if why:
            complaints.append(f"{said(one)} {why}")
        elif isinstance(one, (QLabel, QAbstractButton, QLineEdit, QComboBox)) and not _inside(one) and _cut_off(one):
            complaints.append(f"{said(one)} reaches beyond what surrounds it")
    return complaints


def _clipped(one: QWidget) -> str:
    if isinstance(one, QLabel):
        return _label(one)
    if isinstance(one, QComboBox):
        return _combo(one)
    if isinstance(one, QAbstractButton) and not _inside(one):
        needs = one.minimumSizeHint().expandedTo(_of_text(one)) if isinstance(one, BUTTONS) else one.minimumSizeHint()
        short = one.width() < needs.width() or one.height() < min(needs.height(), one.fontMetrics().height())
        return f"needs {needs.toTuple()} px and has {one.size().toTuple()}" if short and one.text() else ""
    if isinstance(one, QLineEdit):
        needs_px = one.fontMetrics().horizontalAdvance(one.placeholderText())
        wide = not one.text() and needs_px > one.contentsRect().width() - 2 * AROUND
        return f"has a hint of {needs_px} px in {one.width()}" if wide else ""
    if isinstance(one, QTabBar):
        return _tabs(one)
    return _headings(one) if isinstance(one, QHeaderView) else ""


def _of_text(one: QAbstractButton) -> QSize:
    size = one.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, one.text())
    if isinstance(one, QToolButton) and one.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        size.setWidth(0)
    return size


def _label(one: QLabel) -> str:
    if type(one).paintEvent is not QLabel.paintEvent or not one.text():  # one that paints its text cuts it on purpose
        return ""
    room = one.contentsRect()
    if one.wordWrap():
        needs = one.heightForWidth(one.width())
        return f"needs {needs} px of height and has {one.height()}" if needs > one.height() else ""
    text = one.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, one.text())
    short = text.width() > room.width() or text.height() > room.height() + 2
    return f"needs {text.toTuple()} px and has {room.size().toTuple()}" if short else ""


def _combo(one: QComboBox) -> str:
    option = QStyleOptionComboBox()
    one.initStyleOption(option)
    field = one.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
    )
    icon = one.iconSize().width() + AROUND if not one.itemIcon(one.currentIndex()).isNull() else 0
    needs = one.fontMetrics().horizontalAdvance(one.currentText()) + icon
    return f"needs {needs} px and has {field.width()}" if needs > field.width() else ""


def _tabs(one: QTabBar) -> str:
    for number in filter(one.isTabVisible, range(one.count())):
        needs = one.fontMetrics().horizontalAdvance(one.tabText(number).replace("&", ""))
        if needs > one.tabRect(number).width() or one.fontMetrics().height() > _tab_text(one, number).height():
            return f"cuts {one.tabText(number)!r}"
    return ""


def _tab_text(one: QTabBar, number: int) -> QRect:
    """Where the style draws it."""
    option = QStyleOptionTab()
    one.initStyleOption(option, number)
    return one.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, one)


def _headings(one: QHeaderView) -> str:
    model = one.model()
    if one.orientation() is not Qt.Orientation.Horizontal or model is None:
        return ""
    for number in range(one.count()):
        text = str(model.headerData(number, one.orientation()) or "")
        needs = one.fontMetrics().horizontalAdvance(text)
        if not one.isSectionHidden(number) and needs > one.sectionSize(number):
            return f"cuts {text!r}: needs {needs} px and has {one.sectionSize(number)}"
    return ""


def _cut_off(one: QWidget) -> bool:
    """Whether a part of it lies outside of a widget above it; what scrolls is left out."""
    above, rect = one.parentWidget(), one.geometry()
    while above is not None:
        if isinstance(above, QAbstractScrollArea) or isinstance(above.parentWidget(), QAbstractScrollArea):
            return False
        if not above.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return True
        if above.isWindow():
            return False
        rect = rect.translated(above.pos())
        above = above.parentWidget()
    return False


def whole(table: QTableView, column: int, text: str) -> bool:
    """Whether a cell of this column has room for it, with a shape before it where the column has one."""
    model = table.model()
    shape = SHAPE + INSIDE if model.rowCount() and model.index(0, column).data(MOOD_ROLE) else 0
    needed = table.fontMetrics().horizontalAdvance(text) + BETWEEN + GRID + shape
    return needed <= table.columnWidth(column)

"""Dark or light, as the system has it or a person chose; the palette, the small style sheet, and fonts by role.

Where the style is Windows' own, the system's palette stays; elsewhere Fusion gets ours. In high contrast the system's
palette is all there is, and what we paint takes its colours from it. Widgets that paint ask ``colours()`` when they
paint, never earlier.
"""

from __future__ import annotations

import sys
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_sync.resources import resources
from desktop_sync.ui.tokens import DARK, INSIDE, LIGHT, NOTE, RADIUS, SECTION, TEXT, TITLE, Colours
from desktop_sync.windows.contrast import high_contrast as asked_for

Role = QPalette.ColorRole


class Scheme(Enum):
    """What a person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


CONTRAST = "desk in high contrast"
"""A property of the application: whether it is so."""
_DARKER, _LIGHTER = 1.4, 1.08  # Fusion draws an edge in its window's colour, so much darker; a frame's again lighter
FIELDS = {
    "QLineEdit": _DARKER, "QComboBox": _DARKER, "QAbstractSpinBox": _DARKER,
    "QPlainTextEdit": _DARKER / _LIGHTER, "QTextEdit": _DARKER / _LIGHTER,
}  # fmt: skip


def colours() -> Colours:
    """Of the theme that shows now."""
    application = QGuiApplication.instance()
    if application is not None and application.property(CONTRAST):
        return of_palette(QGuiApplication.palette())
    return DARK if QGuiApplication.palette().color(Role.Window).lightness() < 128 else LIGHT  # noqa: PLR2004 - half


def high_contrast(application: QApplication) -> QPalette | None:
    """The system's palette, where a person has asked the system for high contrast."""
    if not asked_for():
        return None
    application.setPalette(QPalette())  # what was set before goes: the system's own comes through
    return QPalette(application.palette())


def apply(application: QApplication, scheme: Scheme = Scheme.SYSTEM, contrast: QPalette | None = None) -> None:
    """Style, palette and style sheet; again whenever the system's theme changes. ``contrast``: of ``high_contrast``."""
    application.setStyleSheet("")  # below one, a style does not say its name
    application.styleHints().setColorScheme(
        {Scheme.LIGHT: Qt.ColorScheme.Light, Scheme.DARK: Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    )
    if sys.platform != "win32" and application.style().name().lower() != "fusion":
        application.setStyle("Fusion")
    dark = scheme is Scheme.DARK or (
        scheme is Scheme.SYSTEM and application.styleHints().colorScheme() is Qt.ColorScheme.Dark
    )
    application.setProperty(CONTRAST, contrast is not None)
    fusion, of = application.style().name().lower() == "fusion", DARK if dark else LIGHT
    if contrast is not None:
        application.setPalette(contrast)
        of = of_palette(contrast)
    elif fusion:
        application.setPalette(palette(of))
    for name, darker in FIELDS.items() if fusion else ():
        application.setPalette(of_fields(of, application.palette(), darker), name)  # type: ignore[arg-type]  # the stubs are wrong
    if fusion:
        application.setPalette(of_bars(of, application.palette()), "QScrollBar")  # type: ignore[arg-type]  # as above
    made = application.font()
    made.setPixelSize(TEXT)
    application.setFont(made)
    drawn = dark and sys.platform != "win32" and contrast is None
    application.setStyleSheet(sheet(of) + (indicators(DARK) if drawn else ""))


def palette(of: Colours) -> QPalette:
    """For a style that brings none of its own."""
    made = QPalette()
    for roles, colour in (
        ((Role.Window, Role.Button), of.window),
        ((Role.Base, Role.ToolTipBase), of.card),
        ((Role.AlternateBase,), of.window),
        ((Role.WindowText, Role.Text, Role.ButtonText, Role.ToolTipText), of.text),
        ((Role.PlaceholderText,), of.secondary),
        ((Role.Mid, Role.Midlight), of.border),
        ((Role.Light,), of.card),
        ((Role.Highlight, Role.Accent, Role.Link), of.accent),
        ((Role.HighlightedText,), of.on_accent),
    ):
        for role in roles:
            made.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(of.disabled))
    return made


def of_fields(of: Colours, around: QPalette, darker: float) -> QPalette:
    """Of fields to type and choose in: their edges are seen. ``darker``: what the style makes of the colour."""
    made, edge = QPalette(around), QColor(of.edge)
    red, green, blue = (min(255, round(one * darker)) for one in (edge.red(), edge.green(), edge.blue()))
    made.setColor(Role.Window, QColor(red, green, blue))
    return made


def of_bars(of: Colours, around: QPalette) -> QPalette:
    """Of scroll bars: on a dark ground Fusion draws what is drawn along them darker than where it runs."""
    made = QPalette(around)
    if of.dark:
        made.setColor(Role.Button, QColor(of.edge))
        made.setColor(Role.ButtonText, QColor(of.window))  # of their arrows
    return made


def of_palette(system: QPalette) -> Colours:
    """High contrast: nothing but the system's colours, moods told by their shapes and words alone."""

    def name(role: QPalette.ColorRole, group: QPalette.ColorGroup = QPalette.ColorGroup.Active) -> str:
        return system.color(group, role).name()

    text, window = name(Role.WindowText), name(Role.Window)
    return Colours(
        dark=system.color(Role.Window).lightness() < 128,  # noqa: PLR2004 - half
        window=window,
        card=name(Role.Base),
        raised=window,
        border=text,
        edge=text,
        text=text,
        secondary=text,
        disabled=name(Role.WindowText, QPalette.ColorGroup.Disabled),
        accent=name(Role.Highlight),
        on_accent=name(Role.HighlightedText),
        moods=dict.fromkeys(LIGHT.moods, text),
    )


def sheet(of: Colours) -> str:
    """Cards and badges; all else is the platform's."""
    return f"""
    QFrame#card {{ background: {of.card}; border: 1px solid {of.border}; border-radius: {RADIUS}px; }}
    QFrame#bar {{ background: {of.raised}; border: 1px solid {of.border}; border-radius: {INSIDE}px; }}
    QWidget#navigation {{ background: transparent; }}
    QTextBrowser {{ border: 1px solid transparent; border-radius: {INSIDE}px; }}
    QTextBrowser:focus {{ border-color: {of.accent}; }}
    QTreeView:focus {{ border: 1px solid {of.accent}; }}
    QLabel#secondary {{ color: {of.secondary}; }}
    QToolTip {{ color: {of.text}; background: {of.card}; border: 1px solid {of.border}; padding: {INSIDE}px; }}
    """


def indicators(of: Colours) -> str:
    """Boxes and circles to choose by: Fusion draws their edges darker than a dark ground, where nobody sees them."""
    check = (resources() / "icons" / "check-dark.svg").as_posix()
    return f"""
    QCheckBox::indicator, QRadioButton::indicator {{
        width: 14px; height: 14px; border: 1px solid {of.secondary}; background: {of.card}; }}
    QCheckBox::indicator {{ border-radius: 3px; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:checked {{ background: {of.accent}; border-color: {of.accent}; image: url("{check}"); }}
    QRadioButton::indicator:checked {{ border-color: {of.accent}; background: qradialgradient(cx: 0.5, cy: 0.5,
        radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {of.accent}, stop: 0.5 {of.accent}, stop: 0.6 {of.card}); }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {of.disabled}; }}
    QCheckBox::indicator:checked:disabled {{ background: {of.disabled}; border-color: {of.disabled}; }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {of.accent}; width: 12px;
        height: 12px; }}
    """


def font(widget: QWidget, size: int = TEXT, *, semibold: bool = False) -> None:
    """``size`` in pixels: TITLE, SECTION, TEXT or NOTE; figures of one width."""
    made = QFont(widget.font())
    made.setPixelSize(size)
    if semibold:
        made.setWeight(QFont.Weight.DemiBold)
    made.setFeature(QFont.Tag("tnum"), 1)
    widget.setFont(made)


__all__ = [
    "CONTRAST", "NOTE", "SECTION", "TEXT", "TITLE", "Scheme", "apply", "colours", "font", "high_contrast", "indicators",
    "of_palette", "palette", "sheet",
]  # fmt: skip

"""How well colours are told apart (WCAG 2.2), and a palette of high contrast as a system has it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette


def night() -> QPalette:
    """As Windows has it: black, white, cyan, and grey for what cannot be used."""
    made = QPalette(QColor("black"))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        made.setColor(role, QColor("#000000"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(role, QColor("#FFFFFF"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor("#A6A6A6"))
    made.setColor(QPalette.ColorRole.Highlight, QColor("#1AEBFF"))
    made.setColor(QPalette.ColorRole.HighlightedText, QColor("#000000"))
    return made


def luminance(colour: QColor) -> float:
    parts = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def contrast(one: QColor, two: QColor) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)

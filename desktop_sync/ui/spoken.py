"""Times, counts and spans as people say them, in the language and figures of who reads. Pure but for Qt.

Times come as epoch seconds or ISO 8601 with offset, and are told by the zone of ``now``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTimeZone

_MINUTE, _HOUR = 60, 3600
_DAY = 24 * _HOUR
translate = QCoreApplication.translate


def locale() -> QLocale:
    """By which figures, dates and times are written."""
    return QLocale()


def at(value: float | str) -> datetime:
    """The moment, aware."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return datetime.fromtimestamp(value, UTC)


def number(value: int) -> str:
    """``12.345`` or ``12,345``."""
    return locale().toString(value)


def moment(value: float | str) -> str:
    """Date and time in full, to the second: for tooltips and tables."""
    stamp = QDateTime.fromSecsSinceEpoch(int(at(value).timestamp()), QTimeZone.systemTimeZone())
    date = locale().toString(stamp.date(), QLocale.FormatType.ShortFormat)
    return f"{date} {locale().toString(stamp.time(), 'HH:mm:ss')}"


def wall(value: datetime) -> str:
    """As ``moment``, by the zone that it has."""
    return f"{day(value)} {value:%H:%M:%S}"


def ago(value: float | str, now: datetime) -> str:
    """``just now``, ``2 min ago``, ``14:32``, ``yesterday 14:32``, or with the date."""
    then = at(value).astimezone(now.tzinfo)
    seconds = (now - then).total_seconds()
    if seconds < _MINUTE:
        return translate("Spoken", "just now")
    if seconds < _HOUR:
        return translate("Spoken", "{minutes} min ago").format(minutes=int(seconds // _MINUTE))
    clock, days = f"{then:%H:%M}", (now.date() - then.date()).days
    if days == 0:
        return clock
    if days == 1:
        return translate("Spoken", "yesterday {clock}").format(clock=clock)
    return f"{day(then)} {clock}"


def until(value: float | str, now: datetime) -> str:
    """``now``, ``in 2 min``, ``at 18:05``, ``tomorrow at 06:00``, or with the date."""
    then = at(value).astimezone(now.tzinfo)
    minutes = round((then - now).total_seconds() / _MINUTE)
    if minutes <= 0:
        return translate("Spoken", "now")
    if minutes <= 60:  # noqa: PLR2004 - an hour
        return translate("Spoken", "in {minutes} min").format(minutes=minutes)
    clock, days = f"{then:%H:%M}", (then.date() - now.date()).days
    if days == 0:
        return translate("Spoken", "at {clock}").format(clock=clock)
    if days == 1:
        return translate("Spoken", "tomorrow at {clock}").format(clock=clock)
    return translate("Spoken", "on {date} at {clock}").format(date=day(then), clock=clock)


def day(value: date) -> str:
    """In short, as the reader's locale writes it."""
    return locale().toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)


def period(first: str | None, last: str) -> str:
    """From one day or moment to another, each in words; without the first, all up to the last."""
    if first is None:
        return translate("Spoken", "up to {last}").format(last=last)
    return last if first == last else translate("Spoken", "{first} to {last}").format(first=first, last=last)


def span(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``3 min``, ``2 h 10 min``."""
    if seconds < 10:  # noqa: PLR2004 - a digit is worth something
        return f"{locale().toString(float(seconds), 'f', 1)} s"
    if seconds < _MINUTE:
        return f"{round(seconds)} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{int(seconds // _HOUR)} h {round(seconds % _HOUR / _MINUTE)} min"


def size(many: int) -> str:
    """``613 bytes``, ``1.2 MB``."""
    if many < 1000:  # noqa: PLR2004 - then bytes are told
        return translate("Spoken", "%n byte(s)", None, many)
    return str(locale().formattedDataSize(many, 1, QLocale.DataSizeFormat.DataSizeSIFormat))

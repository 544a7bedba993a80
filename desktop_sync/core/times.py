"""Dates and times in text: formats that do not depend on the machine's language, zones, RFC 3339.

Pure. Used by the converters and by whoever compares documents. Zone rules come from the tz database (zoneinfo).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DIRECTIVES = frozenset("dmyYHMSfjz%")
_MONTHS = (
    '. Names of months differ by language, so a table says them: {text = {replace = {" Nov. " = "11.", " Dez. " ='
    ' "12."}}} before the date'
)
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3]):?([0-5][0-9])")
_TOUCHING = re.compile(r"%[dmyYHMSfj]%[dmyYHMSfj]")
_PROBES = [
    datetime(year, month, day, tzinfo=UTC) for year in (2003, 2011) for month in range(1, 13) for day in (1, 2, 11)
]
_EXAMPLE = datetime(2024, 3, 31, 14, 5, 30, tzinfo=UTC)


def format_problem(form: str, needed: str) -> str:
    """Empty, or what is wrong with a strptime format. ``needed``: directives; "y" is met by %Y, "dm" by %j."""
    found = re.findall(r"%(.?)", form)
    if unknown := [one for one in found if one not in _DIRECTIVES or not one]:
        known = " ".join(f"%{d}" for d in sorted(_DIRECTIVES))
        return f"%{unknown[0]} cannot be used in a format; known are {known}{_MONTHS if unknown[0] in 'bB' else ''}"
    given = set(found) | ({"y"} if "Y" in found else set()) | ({"d", "m"} if "j" in found else set())
    if missing := [one for one in needed if one not in given]:
        return f"the format must say %{'Y' if missing[0] == 'y' else missing[0]}"
    if twice := [one for one in _DIRECTIVES - {"%"} if found.count(one) > 1]:
        return f"the format says %{twice[0]} twice"
    return ""


def example(form: str) -> str:
    """31 March 2024, 14:05:30 in this format."""
    return _EXAMPLE.strftime(form)


def reader(form: str) -> Callable[[str], datetime | None]:
    """The function that reads one format; it gives None for everything else.

    Where directives touch (``%d%m%Y``), the text must have every digit: 1122024 could be two dates.
    """
    strict = _TOUCHING.search(form) is not None

    def read(text: str) -> datetime | None:
        if not text.isascii():
            return None
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by ``placed``
        except ValueError:
            return None
        return found if not strict or found.strftime(form) == text else None

    return read


def ambiguous(forms: Sequence[str]) -> tuple[str, str, str] | None:
    """Two formats that read one text as two dates, and that text; None when no likely text does.

    Asked of days whose numbers are small, so that days, months and years can be taken for another.
    """
    readers = [(form, reader(form)) for form in forms]
    for form in forms:
        for day in _PROBES:
            text = day.strftime(form)
            found = [(other, read) for other, reader_ in readers if (read := reader_(text)) is not None]
            for other, read in found:
                if read.date() != found[0][1].date():
                    return found[0][0], other, text
    return None


def read_iso(text: str) -> datetime | None:
    """ISO 8601 date and time, with or without a zone; None for everything else."""
    try:
        return datetime.fromisoformat(text) if "T" in text or " " in text else None
    except ValueError:
        return None


def zone(name: str) -> tzinfo | None:
    """An IANA zone, ``UTC`` or an offset such as ``+02:00``; None when there is no such zone."""
    if match := _OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-offset if match[1] == "-" else offset)
    try:
        return UTC if name in {"UTC", "Z"} else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def placed(moment: datetime, where: tzinfo | None) -> datetime | None:
    """The moment with its zone; None when the local clock skips it. Of an hour that comes twice, the first."""
    if moment.tzinfo is not None or where is None:
        return moment
    local = moment.replace(tzinfo=where)
    try:
        back = local.astimezone(UTC).astimezone(where)
    except OverflowError:
        return None
    return local if back.replace(tzinfo=None, fold=0) == moment else None


def rfc3339(moment: datetime) -> str:
    """RFC 3339 knows offsets of whole minutes only: others (local mean times before 1900) are written in UTC."""
    offset = moment.utcoffset() or timedelta()
    if offset % timedelta(minutes=1):
        moment = moment.astimezone(UTC)
    text = moment.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text

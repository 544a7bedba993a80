"""Names of settled files: the folder from its template, a free number, nothing that Windows could not hold. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import datetime

from desktop_sync.core.errors import Owner, Rejected

TOKENS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H"}
_TOKEN = re.compile(r"\{([^{}]*)\}")
_NOT_PORTABLE = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|$)", re.IGNORECASE)
_LONGEST = 200  # bytes; file systems allow 255, and a number and '.reason.json' may follow
_NUMBERED = 20  # names tried in order; a file that comes every minute must not be counted up to 1,440


def fault_of(template: str) -> str:
    """What is wrong with the template of a folder, in words; empty when it will do."""
    folders = template.split("/")
    unknown = [name for name in _TOKEN.findall(template) if name not in TOKENS]
    if unknown or re.search(r"[{}]", _TOKEN.sub("", template)):
        return "expected only {yyyy}, {MM}, {dd} and {HH} in braces"
    if any(folder in {"", ".", ".."} or folder != portable(folder) for folder in folders):
        return "expected a folder below the watched one, such as archive/{yyyy}/{MM}/{dd}"
    return ""


def fault_of_name(template: str) -> str:
    """What is wrong with the template of a file's name, in words; empty when it will do."""
    names = _TOKEN.findall(template)
    plain = _TOKEN.sub("", template)
    if not {"name", "stem"} & set(names) or set(names) - {"name", "stem", *TOKENS} or re.search(r"[{}]", plain):
        return "expected {name} or {stem}, and of other braces only {yyyy}, {MM}, {dd} and {HH}"
    if not plain or plain != _NOT_PORTABLE.sub("_", plain) or "/" in plain or plain.endswith((".", " ")):
        return "expected {name} or {stem} and some letters that Windows allows in a name"
    return ""


def named(template: str, path: str, when: datetime | None = None) -> str:
    """``{stem}.done``, ``in/a.xml`` → ``in/a.done``."""
    folder, slash, name = path.rpartition("/")
    given = {"name": name, "stem": _split(name)[0]}
    expanded = _TOKEN.sub(
        lambda token: given.get(token[1]) or (when.strftime(TOKENS[token[1]]) if when else ""), template
    )
    return f"{folder}{slash}{expanded}"


def shape(template: str) -> re.Pattern[str]:
    """What every name made of the template looks like."""
    parts = re.split(r"(\{[^{}]*\})", template)
    kinds = {"{name}": ".+", "{stem}": ".+"}
    spelt = (kinds.get(part, r"\d+") if part.startswith("{") else re.escape(part) for part in parts)
    return re.compile("".join(spelt), re.DOTALL | re.IGNORECASE)


def steady(template: str) -> str:
    """The leading folders that are the same every day; empty when there are none."""
    return "/".join(itertools.takewhile(lambda folder: "{" not in folder, template.split("/")))


def expand(template: str, when: datetime) -> str:
    """``archive/{yyyy}/{MM}`` → ``archive/2026/11``."""
    return _TOKEN.sub(lambda token: when.strftime(TOKENS[token[1]]), template)


def portable(path: str) -> str:
    """The nearest path that every system can hold; for nearly all files it is ``path`` itself."""
    return "/".join(_portable(part) for part in path.split("/"))


def _portable(part: str) -> str:
    part = _NOT_PORTABLE.sub("_", part)
    if part.endswith((".", " ")):
        part = part.rstrip(". ") + "_"
    return f"_{part}" if _DEVICE.match(part) else _fitting(part)


def _fitting(part: str) -> str:
    if len(part.encode()) <= _LONGEST:
        return part
    stem, suffix = _split(part)
    suffix = suffix if len(suffix.encode()) <= _LONGEST // 4 else ""
    return stem.encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore") + suffix


def candidates(path: str, number: int) -> Iterator[str]:
    """``a.xml``, ``a (2).xml`` … ``a (20).xml``, then from ``number`` on, which should be unusual (the item's id)."""
    yield path
    folder, slash, name = path.rpartition("/")
    stem, suffix = _split(name)
    for count in itertools.chain(range(2, _NUMBERED + 1), range(_NUMBERED + number, _NUMBERED + number + 1000)):
        yield f"{folder}{slash}{stem} ({count}){suffix}"
    raise Rejected(f"There is no free name left for {path}.", "Clear out that folder.", Owner.IT, "name")


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")

"""The log files of a bundle: the newest ends of them, line by line without data of persons. Nothing but files is read.

A link that somebody has put into the folder leads nowhere, a gigantic file is read at its end only, and characters
that would steer a terminal are spelled out.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from desktop_sync.bundle.parts import Part
from desktop_sync.core.stand_ins import StandIns
from desktop_sync.logs import NAME
from desktop_sync.logs.lines import plain

LARGEST = 2_000_000  # bytes of one file, its end
MOST = 8_000_000  # bytes of all
_LONGEST = 20_000  # characters of a line
_HEAD = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,12}[+-]\d\d:\d\d [A-Z]{4,8} +[\w.]+ +\[[\w -]*(?:#\d+)?\] ")
_FRAME = re.compile(r"    \|   [\w./\\<>-]+:\d+ \S+: ")


def parts(folder: Path, stand_ins: StandIns) -> Iterator[Part]:
    """The newest first, until there is enough of them."""
    left = MOST
    for path in _files(folder):
        if left <= 0:
            return
        take = min(left, LARGEST)
        left -= min(take, path.lstat().st_size)
        yield Part(f"logs/{path.name}", "a log file (its end)", partial(_scrubbed, path, take, stand_ins))


def _files(folder: Path) -> list[Path]:
    """Plain files of our name, by number."""
    found = []
    for path in folder.glob(f"{NAME}*"):
        ending = path.name[len(NAME) + 1 :] or "0"
        if ending.isdecimal() and stat.S_ISREG(path.lstat().st_mode):
            found.append((int(ending), path))
    return [path for _, path in sorted(found)]


def _scrubbed(path: Path, most: int, stand_ins: StandIns) -> str:
    return "".join(f"{_line(line, stand_ins)}\n" for line in _lines(path, most))


def _lines(path: Path, most: int) -> list[str]:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - most))
        text = file.read(most).decode("utf-8", "backslashreplace")
    lines = text.split("\n")
    return [line for line in (lines[1:] if size > most else lines) if line]


def _line(line: str, stand_ins: StandIns) -> str:
    line = plain(line[:_LONGEST])
    if line.startswith("{") and (told := _object(line)) is not None:
        return json.dumps(told | _spoken(told, stand_ins), ensure_ascii=False)
    if _FRAME.match(line):
        return stand_ins.code(line)
    head = _HEAD.match(line)
    return f"{head[0]}{stand_ins.text(line[head.end() :])}" if head else stand_ins.text(line)


def _spoken(told: dict[str, object], stand_ins: StandIns) -> dict[str, object]:
    """Everything that is not named as harmless is a text."""
    plain_fields = {"at", "level", "topic", "flow", "run", "process", "thread"}
    return {
        name: [stand_ins.text(str(one)) for one in value] if isinstance(value, list) else stand_ins.text(str(value))
        for name, value in told.items() if name not in plain_fields
    }  # fmt: skip


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

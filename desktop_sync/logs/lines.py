"""One log record as text for people or as one line of JSON: time with offset, topic, flow and run, what happened.

A name that came from outside cannot forge a line: control characters are spelled out. Secrets are taken out here,
where every line passes.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.about import about
from desktop_sync.core.redaction import redact_guessing

LONGEST = 8_000  # characters of one message
_FRAMES = 30
_LINES = 60  # of one message
_HOME = str(Path(__file__).parents[2])
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class TextLines(logging.Formatter):
    """``2026-11-25T14:32:05.123+01:00 INFO    run       [orders #17] done: 3 created``; an exception below, folded.

    So are further lines of a message: what comes from outside can make a line longer, and never begin one.
    """

    def format(self, record: logging.LogRecord) -> str:
        now = about()
        where = f"[{now.flow or '-'}{f' #{now.run}' if now.run else ''}]"
        first, *more = _message(record).split("\n")[:_LINES]
        head = f"{_time(record)} {record.levelname:<8} {record.name:<9} {where} {_spelt(first)}"
        told = (f"    : {_spelt(line)}" for line in more)
        return "\n".join([head, *told, *(f"    | {line}" for line in _exception(record))])


class JsonLines(logging.Formatter):
    """One object a line: ``at``, ``level``, ``topic``, ``flow``, ``run``, ``message``, ``error`` (a list of lines)."""

    def format(self, record: logging.LogRecord) -> str:
        now = about()
        told: dict[str, object] = {"at": _time(record), "level": record.levelname.lower(), "topic": record.name}
        told |= {"flow": now.flow or None, "run": now.run or None, "message": _message(record)}
        told |= {"process": record.process, "thread": record.threadName}
        if lines := list(_exception(record)):
            told["error"] = lines
        text = json.dumps(told, ensure_ascii=False)
        return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    try:
        text = record.getMessage()
    except (TypeError, ValueError, KeyError) as error:  # of %-formatting: a fault of ours, told and not raised
        text = f"{record.msg} (its values do not fit: {error})"
    return _bearable(redact_guessing(text))


def plain(text: str) -> str:
    """Without secrets, in one line, of a bearable length."""
    return _spelt(_bearable(redact_guessing(text)))


def _bearable(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def _spelt(text: str) -> str:
    """What would steer a terminal, or begin a line, in letters."""
    return _CONTROL.sub(lambda found: _spelled(found[0]), text)


def _spelled(character: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    number = ord(character)
    return short.get(character) or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}")  # noqa: PLR2004


def _exception(record: logging.LogRecord) -> Iterator[str]:
    """The newest first, each with its frames in one line each; no values of variables."""
    if not record.exc_info or record.exc_info[1] is None:
        return
    found: traceback.TracebackException | None = traceback.TracebackException(*record.exc_info, limit=-_FRAMES)
    seen = 0
    while found is not None and seen < 5:  # noqa: PLR2004 - causes, enough for any chain that means something
        seen += 1
        yield plain("; ".join(line.rstrip() for line in found.format_exception_only()))
        for frame in reversed(found.stack):
            yield plain(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}: {(frame.line or '').strip()}")
        cause = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
        if cause is not None:
            yield "because of" if found.__cause__ else "while handling"
        found = cause


def _short(file: str) -> str:
    """From the program's folder on; of a library from its package on."""
    if file.startswith(_HOME):
        file = file[len(_HOME) + 1 :]
    return re.split(r"site-packages[/\\]|[/\\]lib[/\\]python3[^/\\]*[/\\]", file)[-1]

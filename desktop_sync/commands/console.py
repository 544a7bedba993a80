"""How the commands speak: exit codes, times as people say them, a progress bar, JSON. It decides nothing."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum

from desktop_sync.core.errors import RetryLater, SettingsError, Stop, SyncError
from desktop_sync.core.events import Event
from desktop_sync.core.redaction import redact_guessing
from desktop_sync.program import named, product


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FAILED = 1
    SETTINGS = 2
    WAITS = 3
    PERSON = 4


WHO = {"clerk": "the clerk", "it": "IT", "vendor": "the vendor"}


def exit_code(error: SyncError) -> Exit:
    """What an error means for whoever called."""
    if isinstance(error, SettingsError):
        return Exit.SETTINGS
    if isinstance(error, RetryLater):
        return Exit.WAITS
    return Exit.PERSON if isinstance(error, Stop) else Exit.FAILED


def show_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(texts: Iterable[str]) -> None:
    """Prints lines; those too long for the terminal go on below, a little further in. Unbroken where there is none."""
    width = shutil.get_terminal_size((0, 0)).columns
    for line in (line for text in texts for line in named(text).split("\n")):
        print("\n".join(_folded(line, width)) if 0 < width < len(line) else line)


def _folded(line: str, width: int) -> list[str]:
    inner = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


def show_error(error: SyncError, *, as_json: bool) -> None:
    """What happened and what to do: on standard error, or as JSON on standard output."""
    problems = [named(redact_guessing(str(problem))) for problem in getattr(error, "problems", ())]
    what, hint = named(redact_guessing(error.what)), named(redact_guessing(error.hint))
    if as_json:
        show_json({"error": what, "hint": hint, "problems": problems})
        return
    print(what, file=sys.stderr)
    for problem in problems:
        print(f"  - {problem}", file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)


def show_box(error: SyncError) -> None:
    """The same for the program that is a window and has no console: who has clicked on it would see nothing happen."""
    from desktop_sync.languages import words
    from desktop_sync.windows import box

    say = words(box.language()).told
    box.show(product(), redact_guessing("\n\n".join(say(text) for text in (error.what, error.hint) if text)))


def moment(seconds: float | None) -> str:
    """Local time to the second; the date only when it is not today."""
    if seconds is None:
        return "never"
    at = datetime.fromtimestamp(seconds, UTC).astimezone()
    today = at.date() == datetime.now(UTC).astimezone().date()
    return f"{at:%H:%M:%S}" if today else f"{at:%Y-%m-%d %H:%M:%S}"


def counted(number: int, word: str) -> str:
    """``1 order``, ``2 orders``."""
    return f"{number:,} {word if number == 1 else word + 's'}"


def became(counts: Mapping[str, int]) -> str:
    """What a run's documents became and what is left, in words; empty: it met nothing."""
    return ", ".join(f"{counts[name]:,} {words}" for name, words in _BECAME.items() if counts.get(name))


_BECAME = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "superseded": "superseded",
    "rejected": "rejected",
    "waiting": "waiting",
    "unknown": "unknown, being looked up",
    "young": "files too young",
    "faulty": "faulty",
    "unreadable": "unreadable",
    "held": "held until approved",
    "exports": "made",
    "delivered": "delivered",
    "asked": "to be answered by a person",
    "skipped": "skipped, there before the first run",
}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns aligned with blanks."""
    cells = [list(head), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(f"  {line}" for line in lines)


def problem_lines(problems: Sequence[Mapping[str, object]], most: int = 20) -> list[str]:
    """What, who, what to do; the like ones grouped by cause."""
    groups: dict[object, list[Mapping[str, object]]] = {}
    for problem in problems:
        groups.setdefault(problem["cause"], []).append(problem)
    lines = []
    for group in list(groups.values())[:most]:
        lines.append(f"  ! {indented(str(group[0]['what']), 6)}")
        if len(group) > 1:
            lines.append(f"    … and {counted(len(group) - 1, 'more problem')} of this kind.")
        who = WHO.get(str(group[0]["owner"]), str(group[0]["owner"]))
        lines.append(f"    Who can fix it: {who}. {group[0]['hint']}".rstrip())
    if len(groups) > most:
        lines.append(f"  … and {counted(len(groups) - most, 'other cause')}.")
    return lines


def indented(text: str, blanks: int) -> str:
    """What a problem says may have several lines: those after the first stand below it."""
    return text.replace("\n", "\n" + " " * blanks)


class Bar:
    """Progress on standard error, when that is a terminal; ten times a second at most, cleared at the end.

    By blanks: a console of Windows shows the usual sequence that clears a line as text.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._shows = not quiet and sys.stderr.isatty()
        self._last = 0.0
        self._written = 0

    def __call__(self, event: Event) -> None:
        now = time.monotonic()
        if not self._shows or event["event"] != "progress" or now - self._last < 0.1:  # noqa: PLR2004 - ten a second
            return
        self._last = now
        of = f" of {event['total']:,}" if event["total"] else ""
        self._write(f"{event['flow']}: {event['step']} {event['done']:,}{of}")

    def clear(self) -> None:
        if self._shows:
            self._write("")
            print("\r", end="", file=sys.stderr, flush=True)

    def _write(self, line: str) -> None:
        """In the place of what stood there."""
        print(f"\r{line.ljust(self._written)}", end="", file=sys.stderr, flush=True)
        self._written = len(line)

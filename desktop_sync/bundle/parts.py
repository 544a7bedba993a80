"""The parts of a bundle: name, what it is, how it is made. What goes wrong with one of them becomes its content."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_sync.core.errors import SyncError
from desktop_sync.core.redaction import redact_guessing

Listen = Callable[[int, int, str], None]


def nobody_listens(done: int, total: int, name: str) -> None:
    """Progress that nobody wants to hear."""


@dataclass(frozen=True, slots=True)
class Part:
    """``make`` gives text, or plain JSON values."""

    name: str
    what: str
    make: Callable[[], object]


@dataclass(frozen=True, slots=True)
class File:
    """A part that was made."""

    name: str
    what: str
    data: bytes


def made(part: Part) -> File:
    """The part; or, in its place, why it could not be made."""
    try:
        return File(part.name, part.what, _bytes(part.make()))
    except SyncError as error:
        return _failed(part, str(error))
    except Exception as error:  # noqa: BLE001 - a bundle is made when something is broken; the rest must come
        return _failed(part, f"{type(error).__name__}: {error}")


def all_made(parts: Sequence[Part], listen: Listen = nobody_listens) -> list[File]:
    """In their order. ``listen`` is told, before each, how many are made, of how many, and its name."""
    files = []
    for number, part in enumerate(parts):
        listen(number, len(parts), part.name)
        files.append(made(part))
    return files


def _failed(part: Part, why: str) -> File:
    return File(part.name, part.what, _bytes(redact_guessing(f"This could not be made. {why}\n")))


def _bytes(content: object) -> bytes:
    text = (
        content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"
    )
    return text.encode("utf-8", "backslashreplace")

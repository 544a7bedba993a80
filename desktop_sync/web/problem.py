"""Error answers after RFC 9457 (application/problem+json), read tolerantly and put into words.

It must not know what a code means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

_SHOWN = 10  # faulty fields that are named in a message
_LONGEST = 500  # characters of one text of the far end in a message


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One entry of ``errors``: a JSON pointer into the document (RFC 6901) and what is wrong there."""

    pointer: str
    detail: str
    code: str = ""

    def __str__(self) -> str:
        place = pointer_in_words(self.pointer)
        return f"{place}: {self.detail}" if place else self.detail


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What an error answer says; whatever it lacks is empty."""

    title: str = ""
    detail: str = ""
    code: str = ""
    faults: tuple[FieldFault, ...] = ()

    def is_about(self, codes: frozenset[str]) -> bool:
        """Whether its code is one of ``codes``, or that of every faulty field (one other fault is another matter)."""
        return self.code in codes or (bool(self.faults) and all(fault.code in codes for fault in self.faults))

    def __str__(self) -> str:
        said = self.detail or self.title
        told = [fault for fault in self.faults if fault.detail != said]  # what the detail says already
        named = [str(fault) for fault in told[:_SHOWN]]
        if len(told) > _SHOWN:
            named.append(f"and {len(told) - _SHOWN} more")
        return " ".join(part for part in (said, "; ".join(named)) if part)


def read_json(body: bytes) -> object:
    """The JSON value, or None when it is empty or unreadable (``null`` says as little)."""
    try:
        return orjson.loads(body) if body else None
    except ValueError:
        return None


def read_problem(value: object) -> ProblemReport:
    """The report in a parsed error body; an empty one when it is something else."""
    if not isinstance(value, Mapping):
        return ProblemReport()
    errors = value.get("errors")
    faults = [_fault(entry) for entry in errors if isinstance(entry, Mapping)] if isinstance(errors, list) else []
    code = _text(value, "code") or _text(value, "type").rsplit("/", 1)[-1].replace("about:blank", "")
    return ProblemReport(_text(value, "title"), _text(value, "detail"), code, tuple(faults))


def pointer_in_words(pointer: str) -> str:
    """``/lines/0/quantity`` as ``lines 1, quantity``: people count from one."""
    words: list[str] = []
    for part in pointer.split("/")[1:]:
        plain = part.replace("~1", "/").replace("~0", "~")
        if plain.isdecimal() and words:
            words[-1] += f" {int(plain) + 1}"
        else:
            words.append(plain)
    return ", ".join(words)


def _fault(entry: Mapping[str, object]) -> FieldFault:
    return FieldFault(_text(entry, "pointer"), _text(entry, "detail"), _text(entry, "code"))


def _text(value: Mapping[str, object], name: str) -> str:
    found = value.get(name)
    return found[:_LONGEST] if isinstance(found, str) else ""

"""What a person's edit of a document may not change, and what it changed, in words. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_sync.core.model import Document, Fault
from desktop_sync.core.planning import Change, shown

_CUT = 50  # changes that the audit entry names


def faults(document: Document, body: Mapping[str, object], found: Sequence[Fault]) -> list[tuple[str, str]]:
    """What Acme's schema says, and whether the document would be known by another name: field and message."""
    mine = document.reference
    names = [name for name, value in document.body.items() if value == mine and body.get(name) != value]
    told = [(one.field, one.message) for one in found]
    return told + [(name, f"this is what the document is known by in Acme; it stays {mine}") for name in names]


def differing(old: object, new: object) -> list[str]:
    """What was changed, as ``lines[2].quantity: 3 → 4``."""
    return [f"{one.field}: {one.old or '(nothing)'} → {one.new or '(nothing)'}" for one in changes(old, new)]


def changes(old: object, new: object, field: str = "") -> list[Change]:
    """What was changed, field by field; the first fifty."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = [*old, *(name for name in new if name not in old)]
        inner = [changes(old.get(name), new.get(name), f"{field}.{name}" if field else str(name)) for name in names]
        return [one for each in inner for one in each][:_CUT]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), 1)
        return [one for n, (was, now) in pairs for one in changes(was, now, f"{field}[{n}]")][:_CUT]
    return [] if old == new else [Change(field, shown(old), shown(new))]

"""The judge: what the sandbox's log of accepted writes says about "nothing lost, nothing twice".

Nothing of Desktop Sync is asked here, neither its ledger nor its words. It must not know which documents the story has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Write = Mapping[str, Any]
Name = tuple[str, str]  # resource, external reference


def faults(writes: Sequence[Write], expected: Mapping[Name, Sequence[str]]) -> list[str]:
    """In words, none when all is well. ``expected``: of each document what tells its versions apart, oldest first.

    Not every version has to arrive, but the last one; a newer one may have overtaken it before it was sent.
    """
    found = by_document(writes)
    lost = [f"{_said(name)} never arrived" for name in expected if name not in found]
    return lost + [fault for name, mine in found.items() for fault in _document(name, mine, expected.get(name, ()))]


def by_document(writes: Sequence[Write]) -> dict[Name, list[Write]]:
    """The writes of each document, in the order in which Acme took them."""
    found: dict[Name, list[Write]] = {}
    for write in writes:
        found.setdefault((write["resource"], write["reference"]), []).append(write)
    return found


def telling(body: Mapping[str, Any]) -> str:
    """What tells one version of a document from another: the total, else the first line's quantity."""
    totals = body.get("totals") or {}
    return str(totals.get("gross") or body["lines"][0]["quantity"])


def _document(name: Name, mine: Sequence[Write], versions: Sequence[str]) -> list[str]:
    if not versions:
        return [f"{_said(name)} was sent, and nobody had dropped it"]
    creates = [write["action"] for write in mine].count("create")
    seen = [telling(write["body"]) for write in mine]
    found = []
    if creates != 1:
        found.append(f"{_said(name)} was created {creates} times")
    if unknown := [one for one in seen if one not in versions]:
        found.append(f"{_said(name)} arrived as {', '.join(unknown)}, which no file says")
    elif (order := [versions.index(one) for one in seen]) != sorted(set(order)):
        found.append(f"{_said(name)} went backwards or came twice: {' → '.join(seen)}")
    if seen[-1] != versions[-1]:
        found.append(f"{_said(name)} ended as {seen[-1]}, expected {versions[-1]}")
    return found


def _said(name: Name) -> str:
    return " ".join(name)

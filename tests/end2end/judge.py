"""The judge: what the sandbox's log of accepted writes says about the promise, and what the folders say about files.

Nothing of Desktop Sync is asked here, neither its ledger nor its words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MARK = "customer_reference"  # tells order and version, see legacy.Order


def assert_promise(writes: Sequence[Mapping[str, Any]], expected: Mapping[str, str]) -> None:
    """No second create of a reference, no version going backwards, last = expected; nothing of what nobody sent."""
    by_reference: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for write in writes:
        by_reference[write["reference"]].append(write)
    faults = []
    for reference, mine in by_reference.items():
        said = [f"{write['action']} {write['body'].get(MARK)} by {write['by']}" for write in mine]
        if [write["action"] for write in mine].count("create") > 1:
            faults.append(f"{reference} was created twice: {said}")
        revisions = [_revision(write) for write in mine]
        if revisions != sorted(revisions):
            faults.append(f"{reference} went back to an older version: {said}")
        if len(set(revisions)) != len(revisions):
            faults.append(f"{reference} was written twice with one version: {said}")
        if mine[-1]["body"].get(MARK) != expected.get(reference):
            faults.append(f"{reference} should end as {expected.get(reference)}: {said}")
    faults += [f"{lost} ({expected[lost]}) was lost" for lost in expected if lost not in by_reference]
    assert not faults, "\n".join(faults[:20])


def _revision(write: Mapping[str, Any]) -> int:
    return int(str(write["body"][MARK]).rpartition("/")[2])


def assert_files_once(folder: Path, archived: Sequence[str], failed: Sequence[str] = ()) -> None:
    """Every file ended in one place, once; nothing is left in the drop folder, and nothing else was put there."""
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == []
    there = Counter(path.name for path in (folder / "archive").rglob("*") if path.is_file())
    assert there == Counter(archived)
    bad = sorted(path.name for path in (folder / "failed").rglob("*") if path.is_file())
    assert bad == sorted([*failed, *(f"{name}.reason.json" for name in failed)])

"""What tells the entries of a group apart: an attribute or child whose few values differ within one record, such as the
type of a date, the role of a party, the qualifier of an IDoc's segment. Found in the records of a sample.

Pure, and only for proposals: where nothing tells for sure, nothing is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from desktop_sync.core.meanings import concepts, plain
from desktop_sync.core.model import Values
from desktop_sync.core.outline import Branch, Kind, below

MOST = 12  # different values
LONGEST = 40  # characters of one
_SAYS = (
    "type", "typ", "kind", "role", "rolle", "art", "qual", "qualf", "qualifier", "qualifikator", "function", "funktion",
    "parvw", "iddat",
)  # fmt: skip
"""Names of what says of which kind something is; the last two are those of SAP's partners and dates."""
_ENDS = ("type", "role", "rolle", "qualf", "qualifier")


def told_apart(branches: Sequence[Branch], records: Sequence[Values]) -> None:
    """Gives every group its ``mark`` and ``kinds``, where there is a mark."""
    for one in below(branches):
        if not one.group:
            continue
        lists = [found for values in records if (found := _entries(values, one.path))]
        one.mark = "" if _is_line(one) else _mark(one, lists)
        one.kinds = _kinds(one, [entry for entries in lists for entry in entries]) if one.mark else []
        told_apart(one.children, [entry for entries in lists for entry in entries])


def _entries(values: Values, path: str) -> Sequence[Values]:
    found = values.get(path)
    return () if found is None or isinstance(found, str) else found


def _is_line(group: Branch) -> bool:
    """Lines are wanted all; what differs in each of them is no kind."""
    return "line" in concepts(group.path.rpartition("/")[2].rpartition(":")[2])


def _mark(group: Branch, lists: Sequence[Sequence[Values]]) -> str:
    """What says it by its name; else the attribute, or the first child, that says it by what stands there."""
    paths = [one.path for one in below(group.children) if one.value and not one.group]
    for path in paths:
        if _says(path) and _differ(texts := _texts(lists, path)):
            return path
    for path in [one for one in paths if one.startswith("@")] + paths[:1]:
        if _differ(texts := _texts(lists, path)) and _recur(texts) and not _count(texts):
            return path
    return ""


def _texts(lists: Sequence[Sequence[Values]], path: str) -> list[list[str]]:
    return [[_text(entry, path) for entry in entries] for entries in lists]


def _text(entry: Values, path: str) -> str:
    return (cast("str | None", entry.get(path)) or "").strip()


def _says(path: str) -> bool:
    name = plain(path.rpartition("/")[2].rpartition(":")[2])
    return name in _SAYS or name.endswith(_ENDS)


def _differ(lists: Sequence[Sequence[str]]) -> bool:
    """Filled everywhere, short, few, and no two in one record."""
    all_ = {text for texts in lists for text in texts}
    told = all(len(set(texts)) == len(texts) for texts in lists) and any(len(texts) > 1 for texts in lists)
    return told and "" not in all_ and 1 < len(all_) <= MOST and max(map(len, all_)) <= LONGEST


def _recur(lists: Sequence[Sequence[str]]) -> bool:
    """The same values in several records."""
    several = [texts for texts in lists if len(texts) > 1]
    count = sum(map(len, lists))
    return len(several) > 1 and count >= 2 * len({text for texts in lists for text in texts})


def _count(lists: Sequence[Sequence[str]]) -> bool:
    """1, 2, 3 or 010, 020: the number of the entry in its list."""
    return all(text.isdigit() for texts in lists for text in texts) and all(
        [int(text) for text in texts] == [int(texts[0]) * number for number in range(1, len(texts) + 1)]
        for texts in lists
    )


def _kinds(group: Branch, entries: Sequence[Values]) -> list[Kind]:
    paths = [one.path for one in below(group.children) if one.value and not one.group and one.path != group.mark]
    paths = [".", *paths] if group.value else paths
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        examples = found.setdefault(_text(entry, group.mark), {})
        for path in paths:
            if text := _text(entry, path):
                examples.setdefault(path, text)
    return [Kind(value, examples) for value, examples in found.items()]

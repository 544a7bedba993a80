"""Which field of a sample says how old a record is, proposed as a mapping's ``version`` only where nothing speaks
against it: a wrong one loses updates without a word (decision 081).

Pure. It looks at every record of the sample, and must not know formats or how a version is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from desktop_sync.core.meanings import plain
from desktop_sync.core.model import Values
from desktop_sync.core.outline import Branch, below
from desktop_sync.core.times import read_iso

By: TypeAlias = Literal["counter", "time", "row_version"]
FEWEST = 2  # records: one alone shows no form, and no change
_HEADS = frozenset(
    {"header", "head", "kopf", "document", "beleg", "order", "auftrag", "bestellung", "invoice", "rechnung", "meta"}
)
"""What a field may lie in, and still tell of the whole record; that of a buyer tells of the buyer."""
_COUNTER = re.compile(
    r"(row|order|invoice|auftrags?|bestell|beleg|rechnungs?)?(version|revision|rev|fassung)s?"
    r"(no|nr|num|number|nummer|counter|zaehler)?|(change|aenderungs?)(no|nr|number|nummer|counter|zaehler)"
)
_CHANGED = r"(change|changed|modified|modification|update|updated|geaendert|aenderung|aenderungs|aktualisiert)"
_AT = r"(at|on|am|um|date|time|datetime|timestamp|utc|datum|zeit|zeitpunkt)"
_TIME = re.compile(rf"(last|letzte|zuletzt){_CHANGED}{_AT}*|{_CHANGED}{_AT}+")
_ROW_VERSION = re.compile(r"(row|record)?(version|ver)|rv|(ssma|upsize)?(timestamp|ts)")
_WHOLE = re.compile(r"0|[1-9]\d{0,17}")
_HEX = re.compile(r"0x0000[0-9A-F]{12}")  # eight bytes that count the changes of a database: the first ones are zero
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


def version_of(branches: Sequence[Branch], records: Sequence[Values]) -> tuple[str, By] | None:
    """The path of the only field that will do, and by what; None: there is none, or more than one might be meant."""
    meant = [one.path for one in below(branches) if _is_meant(one)]
    counted = [path for path in meant if _by(path, records) == "row_version"]  # by the database, so beyond doubt
    if len(counted or meant) != 1:
        return None
    [path] = counted or meant
    by = _by(path, records)
    return None if by is None or _differs_within(path, branches, records) else (path, by)


def _is_meant(one: Branch) -> bool:
    """By its name, whatever stands there."""
    *outer, own = (step.rpartition(":")[2] for step in one.path.replace("@", "").split("/"))
    if not one.value or one.group or not all(plain(step) in _HEADS for step in outer):
        return False
    return any(form.fullmatch(plain(own)) for form in (_COUNTER, _TIME, _ROW_VERSION))


def _by(path: str, records: Sequence[Values]) -> By | None:
    """Filled in each record, of one form in all, not the same in all; its name says what its form is."""
    texts = [found.strip() if isinstance(found := one.get(path), str) else "" for one in records]
    name = plain(path.rpartition("/")[2].rpartition(":")[2])
    if len(texts) < FEWEST or len(set(texts)) == 1:
        return None
    if all(_HEX.fullmatch(text) for text in texts) and len(set(texts)) == len(texts):
        return "row_version" if _ROW_VERSION.fullmatch(name) or _COUNTER.fullmatch(name) else None
    if _COUNTER.fullmatch(name) and all(_WHOLE.fullmatch(text) for text in texts):
        return "counter"
    forms = {_form(text) for text in texts}
    return "time" if _TIME.fullmatch(name) and len(forms) == 1 and "" not in forms else None


def _form(text: str) -> str:
    """Of a time with its zone how it is written; else nothing."""
    found, zone = read_iso(text), _ZONE.search(text)
    if found is None or found.tzinfo is None or zone is None:
        return ""
    return re.sub(r"\d", "0", text[: zone.start()]) + ("Z" if zone[0] == "Z" else "+")


def _differs_within(path: str, branches: Sequence[Branch], records: Sequence[Values]) -> bool:
    """Whether rows that make one record together have different ones: then it tells of each row."""
    groups = [one.path for one in branches if one.group and any(inner.path == path for inner in one.children)]
    return any(
        entry.get(path) != record.get(path)
        for record in records
        for group in groups
        for entry in _entries(record, group)
    )


def _entries(record: Values, group: str) -> Iterator[Values]:
    found = record.get(group)
    yield from () if found is None or isinstance(found, str) else found

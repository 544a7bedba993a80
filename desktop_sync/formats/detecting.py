"""What a sample seems to be: a format with the options that can be seen, each with why. Never more than a proposal."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from operator import itemgetter

from desktop_sync.core.meanings import concepts
from desktop_sync.formats.encoding import Encoding, detect
from desktop_sync.formats.excel_kinds import looks_like_one
from desktop_sync.formats.excel_outline import table
from desktop_sync.formats.json_outline import records_in
from desktop_sync.formats.xml import DECLARATION
from desktop_sync.formats.xml_outline import outline

_LINES = 30  # that are looked at
_ROWS = 2000  # that are looked at for what they have in common
_WIDE = 10_000  # characters of a line
_NUMBER = re.compile(r"[-+]?[\d.,' ]*\d[\d.,' ]*%?")
_SIGNS = ((";", ";"), (",", ","), ("\t", "tab"), ("|", "|"))
_NUMBERS = frozenset({"order", "invoice", "number", "reference"})  # what names of columns with documents' numbers mean
WINDOWS = "windows-1252"


@dataclass(slots=True)
class Detected:
    """``table``: as ``[flows.format]``; empty: it cannot be told. ``why`` by option, in words."""

    table: dict[str, object] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)


def detected(data: bytes, *, cut: bool = False) -> Detected:
    """``cut``: this is the beginning of a larger payload."""
    if looks_like_one(data):
        return _excel(data)
    encoding, why = _encoding(data)
    text = data[encoding.mark : 1 << 18].decode(encoding.name, "ignore")
    begins = text.lstrip()[:1]
    found = _xml(data, cut=cut) if begins == "<" else _json(data, cut=cut) if begins in {"{", "["} else None
    found = found or _delimited(text)
    if found.table and why:
        found.table["encoding"], found.why["encoding"] = encoding.name.replace("cp1252", WINDOWS), why
    return found


def _encoding(data: bytes) -> tuple[Encoding, str]:
    """And why it must be said in the settings; empty: it need not."""
    found = detect(data[:4096], DECLARATION if data.lstrip()[:1] == b"<" else None)
    if found.mark or found.said or found.name != "utf-8":
        return found, ""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Encoding("cp1252"), f"line {line} has letters that are no UTF-8"
    return found, ""


def _xml(data: bytes, *, cut: bool) -> Detected:
    seen = outline(BytesIO(data), None, cut=cut)
    if not seen.candidates:
        return Detected({"type": "xml"}, {"type": "it begins with <"})
    best = seen.candidates[0]
    made = Detected(
        {"type": "xml", "record": best.path},
        {
            "type": "it begins with <",
            "record": f"{best.path} stands there {best.count:,} times, with {best.fields} fields",
        },
    )
    if default := seen.namespaces.get(""):
        made.table["default_namespace"] = default
        made.why["default_namespace"] = "the elements without prefix are in it"
    steps = {step.partition(":")[0] for step in best.path.split("/") if ":" in step}
    if needed := {prefix: uri for prefix, uri in seen.namespaces.items() if prefix in steps}:
        made.table["namespaces"] = needed
    return made


def _json(data: bytes, *, cut: bool) -> Detected | None:
    """None: it only begins like JSON."""
    best = records_in(data, cut=cut)
    if best is None:
        return None
    made = Detected({"type": "json"}, {"type": "it begins like JSON"})
    if best.path:
        made.table["record"] = best.path
        made.why["record"] = f"{best.count:,} objects stand there, with {best.fields} fields"
    return made


def _excel(data: bytes) -> Detected:
    made = Detected({"type": "excel"}, {"type": "it is a workbook"})
    found = table(data)
    if found is None:
        return made
    if found.sheet:
        made.table["sheet"], made.why["sheet"] = found.sheet, "the sheets before it have no table"
    if found.skip:
        made.table["skip"], made.why["skip"] = found.skip, f"the headings seem to stand in row {found.skip + 1}"
    if found.ends:
        made.table["empty_rows"], made.why["empty_rows"] = "end", "what stands below an empty row has other columns"
    if not _header([one for one in found.rows[0] if one.strip()]):
        made.table["header"], made.why["header"] = False, "the first row looks like the others"
    elif key := _key(found.rows):
        made.table["key"], made.why["key"] = key, _one_key(key)
    return made


def _delimited(text: str) -> Detected:
    lines = [line[:_WIDE] for line in text.splitlines()[:_LINES] if line.strip()]
    if not lines:
        return Detected()
    votes = {sign: _columns(lines, sign) for sign, _ in _SIGNS}
    sign, (columns, agree) = max(votes.items(), key=lambda one: (one[1][1], one[1][0]))
    if columns < 2:  # noqa: PLR2004 - one column is no table
        return Detected()
    why = f"{agree} of {len(lines)} lines have {columns} columns with it"
    made = Detected({"type": "delimited", "delimiter": dict(_SIGNS)[sign]}, {"delimiter": why})
    first = next(csv.reader([lines[0]], delimiter=sign))
    if not _header(first):
        made.table["header"], made.why["header"] = False, "the first row looks like the others"
    elif key := _key(list(csv.reader((line[:_WIDE] for line in text.splitlines()[:_ROWS]), delimiter=sign))):
        made.table["key"] = key
        made.why["key"] = _one_key(key)
    return made


def _one_key(key: str) -> str:
    return f"several rows have the same {key}, one after the other, and differ in other columns"


def _key(rows: Sequence[Sequence[str]]) -> str | None:
    """The column that rows of one document have in common, where its name says that it numbers documents.

    Rows with the same value stand together, and no value comes again later; what they differ in are the lines.
    """
    names = [one.strip() for one in rows[0]]
    whole = [row for row in rows[1:] if len(row) == len(names)]
    for at, name in enumerate(names):
        means = concepts(name)
        if not means or not means <= _NUMBERS:
            continue
        groups = [list(group) for _, group in groupby(whole, itemgetter(at))]
        values = [group[0][at] for group in groups]
        several = [group for group in groups if len(group) > 1]
        if all(values) and len(set(values)) == len(values) and several and _differ(several):
            return name
    return None


def _differ(groups: Sequence[Sequence[Sequence[str]]]) -> bool:
    return any(len(set(column)) > 1 for group in groups for column in zip(*group, strict=True))


def _columns(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """The number of columns that most lines have, and how many of them; one column counts for nothing."""
    counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
    several = [(many, columns) for columns, many in counts.items() if columns > 1]
    many, columns = max(several, default=(0, 1))
    return columns, many


def _header(row: Sequence[str]) -> bool:
    names = [one.strip() for one in row]
    return all(names) and len(set(names)) == len(names) and not any(_NUMBER.fullmatch(one) for one in names)

"""One record read again for people to look at: its values with their places, and which rule gave which field.

It must not know where payloads are kept, nor which formats there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from desktop_sync.core.cells import letters
from desktop_sync.core.mapping import Mapping as Maps
from desktop_sync.core.mapping_model import MappingModel
from desktop_sync.core.model import Extent, Position, Record, Values
from desktop_sync.core.origins import decided, origins
from desktop_sync.core.ports import Format, Opens
from desktop_sync.engine.facade.excerpt import extent
from desktop_sync.engine.facade.payloads import Payload
from desktop_sync.engine.facade.telling import Row

ROWS = 2000  # fields, and values, that are told of one record
_RECORD = 1 << 20  # bytes of a record in which its values are looked for


@dataclass(frozen=True, slots=True)
class Reread:
    """How a payload is read once more. ``mappings``: kind of record, resource's model, compiled; as the flow has them.

    ``then``: the mappings are those that were used then; else the present ones.
    """

    format: Format
    mappings: Sequence[tuple[str, MappingModel, Maps]]
    opens: Opens | None
    then: bool


Rereads = Callable[[str, str], Reread]
"""By flow and by what the delivery says of its mapping. Raises a SyncError when the flow is not there any more."""


class Within:
    """The bytes of one record, in which its values are found.

    ``place``: where it stands; what the record itself says of that may count from elsewhere.
    """

    def __init__(self, payload: Payload, format_: Format, record: Record, place: Position, ends: int | None) -> None:
        locate: object = record.locate
        self._extent = locate if isinstance(locate, Extent) else None
        self._locate = record.locate
        self.start = place.offset
        self._lines = (place.line or 0) - (record.position.line or 0)
        self._said = record.position.offset or 0
        self._codec = payload.encoded(format_.encoding).codec
        own = self._extent.length if self._extent is not None else None
        most = _RECORD if ends is None or self.start is None else ends - self.start
        wanted = own if own is not None else min(most, _RECORD)
        data = b"" if self.start is None else payload.part(self.start, wanted)[0]
        self._data = data
        self.length = None if self.start is None else len(data.rstrip())

    def places(self, sources: Mapping[str, str]) -> dict[str, Row]:
        """By source, whose value is given: ``line``, ``offset`` and ``length`` where known, or the ``cell``."""
        if self._locate is None:
            return {}
        found = self._locate(list(sources))
        return {source: self._place(source, value, found[source]) for source, value in sources.items()}

    def _place(self, source: str, value: str, where: Position) -> Row:
        place: Row = {"line": None if where.line is None else where.line + self._lines, "offset": None, "length": None}
        if where.sheet and where.line and where.column:
            return {**place, "cell": f"{letters(where.column)}{where.line}"}
        if self.start is None or where.offset is None or self._extent is None or not value:
            return place
        from html import escape

        ahead, spelt = self._extent.ahead(source), (escape(value, quote=False), escape(value))
        found = extent(self._data, where.offset - self._said, ahead, value, spelt, self._codec)
        return place if found is None else {**place, **found, "offset": found["offset"] + self.start}


def told(known: Row, how: Reread, record: Record, within: Within) -> Row:
    flat = list(islice(_flat(record.values), ROWS + 1))
    model, body = _mapped(known, how, record)
    rows = [] if model is None else list(islice(origins(model, record.values, known["body"]), ROWS + 1))
    sources = dict(flat[:ROWS])
    places = within.places(sources)
    nowhere: Row = {"line": None, "offset": None, "length": None}
    return {
        "delivery": known["delivery"],
        "number": known["record"],
        "kind": record.kind,
        "position": known["position"],
        "length": within.length,
        "values": [{"path": path, "text": text, **places.get(path, nowhere)} for path, text in flat[:ROWS]],
        "then": how.then,
        "rule": None if model is None else list(decided(model, record.values)),
        "fields": [
            {**asdict(one), "sources": list(one.sources), "steps": [asdict(step) for step in one.steps],
             **places.get(one.sources[0] if one.sources else "", nowhere)}
            for one in rows[:ROWS]
        ],
        "more": len(flat) > ROWS or len(rows) > ROWS,
        "same": body is None or body == known["body"],
    }  # fmt: skip


def _mapped(known: Row, how: Reread, record: Record) -> tuple[MappingModel | None, Any]:
    """The mapping that makes this document of the record, and what it makes; None: nothing."""
    mine = [one for one in how.mappings if one[0] == record.kind and one[1].resource == known["resource"]]
    for _, model, mapping in mine:
        for document in mapping.map(record).documents:
            if document.reference == known["reference"]:
                return model, dict(document.body)
    return (mine[0][1], None) if mine else (None, None)


def _flat(values: Values, at: str = "") -> Iterator[tuple[str, str]]:
    """By path, with the numbers of entries; what is empty is left out."""
    for path, value in values.items():
        if isinstance(value, str):
            yield f"{at}{path}", value
        elif value is not None:
            for number, entry in enumerate(value, 1):
                yield from _flat(entry, f"{at}{path}[{number}]/")

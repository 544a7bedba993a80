"""The theme of one document, byte for byte: its place in the payload, the record there, which rule gave which field.

It reads beside whoever works. What a record said is read again from the kept bytes, by the mapping that was used then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SyncError
from desktop_sync.core.model import Position, Record
from desktop_sync.core.ports import Format, Opens, Spool
from desktop_sync.engine.facade import excerpt
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.excerpt import Wanted
from desktop_sync.engine.facade.payloads import Payload
from desktop_sync.engine.facade.rereading import Rereads, Within, told
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import delivery_of, item_of

MOST = 1 << 18  # bytes before and after a place in one answer
LONGEST = 20.0  # seconds in which a record is looked for
FAR = 1 << 22  # bytes; a record behind them is read without all that stands before it


class Tracing:
    """``ledger``: its file."""

    def __init__(
        self,
        ledger: Path,
        spool: Spool,
        rereads: Rereads,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger = ledger
        self._spool = spool
        self._rereads = rereads
        self._monotonic = monotonic
        self._searches: dict[str, object] = {}

    def payload(
        self,
        call: Call,
        *,
        item: int,
        member: str = "",
        offset: int | None = None,
        line: int | None = None,
        marks: Sequence[Sequence[int]] = (),
        before: int = 1 << 14,
        after: int = 1 << 15,
    ) -> Row:
        """What stands around a place of an item's payload: ``text`` with ``first_line``, or ``bytes`` (hexadecimal).

        ``start``, ``end``: which bytes; ``ends``: the payload does, too; ``size``: of all, None within an archive.
        ``marks``: from which byte to which; without an ``offset`` the whole ``line`` is marked.
        Rejected(reason='gone') when the bytes were removed.
        """
        about = self._item(item)
        payload = Payload(self._spool, about["payload"], member, self._opens(about))
        encoded = payload.encoded(self._encoding(about))
        spans = [(one[0], one[1]) for one in marks if len(one) == 2]  # noqa: PLR2004 - from, and to
        if offset is None:
            offset, end = excerpt.place_of_line(payload.blocks(), line, encoded) if line else (0, 0)
            spans.append((offset, end))
        offset, before, after = max(offset, 0), min(max(before, 0), MOST), min(max(after, 0), MOST)
        wanted = Wanted(offset, line or 1, before, after, spans)
        start = max(offset - before, 0)
        start -= (start - encoded.mark) % encoded.unit if start > encoded.mark else start
        data, size = payload.part(start, offset + after - start)
        ends = start + len(data) >= size if size is not None else len(data) < offset + after - start
        if excerpt.binary(data, encoded):
            shown = excerpt.hexadecimal(data, start, wanted)
        else:
            shown = excerpt.text(data, start, encoded, wanted, ends=ends)
        about = {name: about[name] for name in ("item", "path", "payload")}
        return {**about, "member": member, "size": size, "encoding": encoded.codec, "ends": ends, **shown}

    def record(self, call: Call, *, delivery: int) -> Row:
        """What the format reads at the place of a version of a document, and which rule gave which field.

        ``values`` and ``fields`` have the ``offset`` and ``length`` of what they were taken from where that is known.
        """
        with read_only(self._ledger) as sql:
            known = delivery_of(sql, delivery)
        if known is None:
            raise Rejected("There is no such version any more.", "Look at the document anew.")
        about = self._item(known["item"])
        how = self._rereads(known["flow"], known["mapping"])
        place = Position(**known["position"])
        payload = Payload(self._spool, about["payload"], place.member, how.opens)
        record, ends = self._find(payload, how.format, place, call.who)
        return told(known, how, record, Within(payload, how.format, record, place, ends))

    def _item(self, item: int) -> Row:
        with read_only(self._ledger) as sql:
            about = item_of(sql, item)
        if about is None:
            raise Rejected("This file is not known any more.", "Look at the document anew.")
        if about["payload"] is None or about["payload_gone_at"] is not None:
            raise Rejected("The bytes of this file are not kept any more.", "", Owner.IT, "gone")
        return about

    def _opens(self, about: Row) -> Opens | None:
        try:
            return self._rereads(about["flow"], "").opens
        except SyncError:
            return None

    def _encoding(self, about: Row) -> Callable[[bytes], tuple[str, int]]:
        try:
            return self._rereads(about["flow"], "").format.encoding
        except SyncError:  # the flow is not there any more
            return lambda head: ("utf-8", 3 if head.startswith(b"\xef\xbb\xbf") else 0)

    def _find(self, payload: Payload, format_: Format, place: Position, who: str) -> tuple[Record, int | None]:
        """The record at this place, and where the next one begins."""
        if place.offset is not None and place.offset > FAR and (found := _jumped(payload, format_, place.offset)):
            return found
        self._searches[who] = mine = object()  # of one person the last search counts: the others are given up
        until = self._monotonic() + LONGEST
        wanted = (place.line, place.column, place.offset, place.sheet)
        with payload.stream() as stream:
            records = format_.parse(stream)
            for record in records:
                here = record.position
                if (here.line, here.column, here.offset, here.sheet) == wanted:
                    return record, _next(records)
                if self._searches[who] is not mine:
                    raise RetryLater("Another record was asked for meanwhile.")
                if self._monotonic() > until:
                    raise Rejected("The record stands so far inside the file that it takes too long to read it again.")
        raise Rejected("By the present format no record begins at this place.", "The format of the flow was changed.")


def _jumped(payload: Payload, format_: Format, offset: int) -> tuple[Record, int | None] | None:
    """The record at ``offset``, read behind what stands before the first one: what is open around it, a header row.

    None where that does not give it. Its position counts in what was put together so.
    """
    try:
        with payload.stream() as stream:
            first = next(format_.parse(stream), None)
        if first is None or first.position.offset is None or first.position.offset > FAR:
            return None
        prefix, _ = payload.part(0, first.position.offset)
        glued = payload.glued(prefix, offset)
        if glued is None:
            return None
        records = format_.parse(glued)
        record = next(records, None)
    except Rejected:
        return None
    if record is None or record.position.offset != len(prefix):
        return None
    ends = _next(records)
    return record, None if ends is None else ends - len(prefix) + offset


def _next(records: Iterator[Record]) -> int | None:
    try:
        found = next(records, None)
    except Rejected:
        return None
    return None if found is None else found.position.offset

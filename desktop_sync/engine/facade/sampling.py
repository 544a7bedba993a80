"""The theme of samples: a mapping is tried on real data before it is saved. Nothing is sent, moved or noticed.

It knows what may be asked; how a sample is read and mapped is handed in, for the engine knows no format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.drafted import Drafted, drafted
from desktop_sync.engine.facade.telling import Row

Table = Mapping[str, object]


class Bench(Protocol):
    """Reads samples by the program's own formats, and maps them by its own mapping."""

    def offered(self, flow: str | None, draft: Drafted | None = None) -> Row: ...

    def taken(self, given: Table, draft: Drafted | None = None) -> Row: ...

    def tried(
        self, sample: str, format_: Table | None, mapping: Table | None, target: str, at: int, file: str
    ) -> Row: ...

    def proposed(self, sample: str, format_: Table | None, target: str, name: str) -> list[Row]: ...

    def resource(self, target: str, name: str | None) -> Row: ...

    def forms(self) -> Row: ...


class Sampling:
    """Samples are kept in memory only, the latest few, and never longer than this process lives."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def samples(self, call: Call, *, flow: str | None = None, draft: Mapping[str, Any] | None = None) -> Row:
        """What can be taken: ``files`` of the flow's places, and ``former`` payloads of the flow. Those that the flow
        would take (``wanted``) stand first, the newest of all.

        ``away``: why a place could not be looked at, in words; else empty. ``draft``: ``text``, ``tables`` and
        ``secrets`` as ``check_draft`` takes them; the flow is one of these then, and of it no more than its source has
        to be there. What a source that is asked would answer is offered, too (``rows``): nothing has come before.
        """
        return self._bench.offered(flow, None if draft is None else drafted(**draft))

    def sample(self, call: Call, *, given: Mapping[str, object], draft: Mapping[str, Any] | None = None) -> Row:
        """``given``: ``connection`` and ``path``; or ``payload``, its SHA-256; or ``name`` and ``content`` in base64.

        Gives ``sample`` (how it is called from now on), ``name``, ``size``, ``cut`` (only its beginning is kept), and
        ``detected``: a format ``table`` as far as it can be seen, with ``why`` by option. ``draft``: see ``samples``.
        """
        return self._bench.taken(given, None if draft is None else drafted(**draft))

    def try_mapping(
        self,
        call: Call,
        *,
        sample: str,
        format: Mapping[str, object] | None = None,
        mapping: Mapping[str, object] | None = None,
        target: str = "",
        at: int = 0,
        file: str = "",
    ) -> Row:
        """The sample read by a format (None: the detected one) and mapped, as a run would; record ``at`` in full.

        ``file``: where the mapping stands, relative to the settings, when it has a file of its own: what it names is
        looked for beside it. ``errors``: what is wrong in the tables (``part``, ``at``, ``what``, ``warning``); what is
        sound is tried all the same. ``fields``: what stands in a record, as a tree. ``read``, ``fit``, ``ignored``
        count records, ``wrong`` tells the first that do not fit; ``more``: not all were read. ``ended``: why reading
        ended early.
        """
        if at < 0:
            raise Rejected("There is no such record.", "They are counted from 0.")
        return self._bench.tried(sample, format, mapping, target, at, file)

    def propose_mapping(
        self,
        call: Call,
        *,
        sample: str,
        resource: str,
        format: Mapping[str, object] | None = None,
        target: str = "",
    ) -> list[Row]:
        """What of the sample could feed which ``field`` (of this ``kind``), each with ``why``.

        ``source``: ``groups``, ``path``, ``example``, ``group``; of several elements ``one``, their path, and the
        ``value`` at ``mark`` of that which is meant. ``others``: several would do, so it is a question. The kind
        ``version`` is no field: what says how old a record is.
        """
        return self._bench.proposed(sample, format, target, resource)

    def resource(self, call: Call, *, target: str = "", name: str | None = None) -> Row:
        """The ``fields`` of a resource as a tree, from the schemas of the connection ``target`` (else the built-in),
        and its ``own_fields``: what Acme adds, name → kind.
        """
        return self._bench.resource(target, name)

    def mapping_forms(self, call: Call) -> Row:
        """The JSON Schema of ``[flows.mapping]``, descriptions included, for structured editors."""
        return self._bench.forms()

"""JSON and JSON Lines: a payload becomes records, streamed. Options, and the format itself.

It must not know sources, documents or Acme. Values are ``json_values``, paths ``json_paths``, documents ``json_walk``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, ClassVar, Literal, cast

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.encodings import codec
from desktop_sync.core.errors import Owner, Rejected, SettingsError
from desktop_sync.core.json_values import Json, NoJson, decoded, odd
from desktop_sync.core.model import Fault, Position, Record, Values
from desktop_sync.core.options import Options, Size, form
from desktop_sync.core.sources import Asked, Sources
from desktop_sync.formats.delimited_lines import Lines, shown, size_of
from desktop_sync.formats.encoding import Decoded, detect
from desktop_sync.formats.json_locate import RecordPlaces
from desktop_sync.formats.json_paths import Plan, Unfit, problems, steps
from desktop_sync.formats.json_walk import Taken, Walk

_HEAD = 1 << 16  # bytes by which the layout is told
_HOPELESS = 200  # lines without a good one: then one message is better than as many problems


class JsonOptions(Options):
    """How a JSON payload is read."""

    model_config = ConfigDict(title="JSON")

    record: str = Field(
        title="Path of a record",
        json_schema_extra=form(first=True),
        default="",
        description="where the records stand: `orders`, or `data/orders`; each element of a list there is one record. "
        "Left out: the document itself, or each element of the list that it is. `/` in a name is written `~1`.",
    )
    layout: Literal["auto", "document", "lines"] = Field(
        title="Layout",
        json_schema_extra=form(
            choices={"auto": "As the file shows", "document": "One document", "lines": "One record in each line"}
        ),
        default="auto",
        description="`document`: one JSON document. `lines`: JSON Lines, one record in each line; a line that cannot "
        "be read is one record that fails, and the others go on. `auto`: lines, where the first line is a whole "
        "object and others follow.",
    )
    encoding: str = Field(
        title="Encoding", default="", description="where it is not UTF-8, as JSON must be; such as windows-1252"
    )
    max_record: Size = Field(title="Largest record", default=20_000_000, description="letters of one record")

    @field_validator("encoding")
    @classmethod
    def _known(cls, value: str) -> str:
        if value and codec(value) is None:
            raise PydanticCustomError("encoding", "there is no encoding of this name; known are utf-8, windows-1252 …")
        return value

    @model_validator(mode="after")
    def _path(self) -> JsonOptions:
        try:
            found = steps(self.record)
        except ValueError as error:
            raise PydanticCustomError("record", "record: {why}", {"why": str(error)}) from None
        if found and self.layout == "lines":
            raise PydanticCustomError("record", "in JSON Lines each line is a record: leave record out")
        return self

    def path_problems(self, asked: Sources, kind: str = "") -> list[tuple[str, str]]:
        """Of the paths that a mapping asks for, those that cannot be, each with why."""
        del kind
        return list(problems(asked))


class JsonReading(Iterator[Record]):
    """The records of one payload. ``count``: records so far."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self.count = 0

    def __next__(self) -> Record:
        record = next(self._records)
        self.count += 1
        return record


class JsonFormat:
    """The format. ``asked``: the paths that mappings want. Raises SettingsError for paths that cannot be."""

    options_model: ClassVar[type[JsonOptions]] = JsonOptions

    def __init__(self, options: JsonOptions, asked: Asked) -> None:
        self._options = options
        wanted = asked.get("", Sources())
        if wrong := [f"{path!r}: {why}" for path, why in problems(wanted)]:
            raise SettingsError("The mapping asks for paths that do not work in JSON.", tuple(wrong))
        self._plan = Plan.of(wanted)

    def parse(self, payload: BinaryIO) -> JsonReading:
        """Positions hold line, column and byte offset.

        Raises Rejected(reason='unreadable') for a payload that ends badly, after its readable records.
        """
        ahead = _Ahead(payload)
        whole = cast("BinaryIO", ahead)
        lines = self._options.layout == "lines" or (
            self._options.layout == "auto" and not self._options.record and _in_lines(ahead.head)
        )
        return JsonReading(self._of_lines(whole) if lines else self._of_document(whole))

    def encoding(self, head: bytes) -> tuple[str, int]:
        """As ``core.ports.Format``."""
        found = detect(head, None, self._options.encoding)
        return found.name, found.mark

    def _of_document(self, payload: BinaryIO) -> Iterator[Record]:
        options = self._options
        pieces = Decoded(payload, None, options.encoding)
        size = size_of(pieces.encoding)
        walk = Walk(iter(pieces), size, pieces.encoding.mark, options.max_record)
        for number, taken in enumerate(walk.records(steps(options.record)), 1):
            yield self._record(number, taken, RecordPlaces(taken.text, taken.position, size))
        if not walk.reached:
            raise Rejected(
                f"It is another kind of file: nothing stands at {options.record}; it begins with {walk.root}.",
                "If it is the right file, correct record in the format of the flow.",
                Owner.VENDOR,
                "unreadable",
            )

    def _of_lines(self, payload: BinaryIO) -> Iterator[Record]:
        lines = Lines(payload, encoding=self._options.encoding, limit=self._options.max_record, whole=False)
        offset, number, faulty = lines.offset, 0, 0
        for count, text in enumerate(lines, 1):
            position, offset = Position(count, 1, offset), offset + lines.size(text)
            if not text.strip():
                continue
            number += 1
            record = self._of_line(number, text, position, RecordPlaces(text.rstrip(), position, lines.size))
            if record.faults:
                faulty += 1
                if faulty == number == _HOPELESS:
                    raise _hopeless(record.faults[0], text)
            yield record
        if not number:
            raise Rejected(
                "It is empty.", "Let the sending system write the file again, whole.", Owner.CLERK, "unreadable"
            )

    def _of_line(self, number: int, text: str, position: Position, places: RecordPlaces) -> Record:
        begin = len(text) - len(text.lstrip())
        try:
            value, end = decoded(text, begin)
            if text[end:].strip():
                raise NoJson("something follows after the end of the record", end)  # noqa: TRY301 - told as the others
        except NoJson as error:
            where = Position(position.line, error.at + 1, position.offset)
            fault = Fault(f"in this line {error}, at column {error.at + 1}", value=text[:200], position=where)
            return Record(number, {}, position, faults=(fault,))
        return self._record(number, Taken(value, text, position), places)

    def _record(self, number: int, taken: Taken, places: RecordPlaces) -> Record:
        values: Values = {}
        faults: tuple[Fault, ...] = ()
        try:
            values = self._values(taken.value, odd=odd(taken.text))
        except Unfit as error:
            where = places([error.path])[error.path]
            faults = (Fault(f"{error.path or 'record'}: {error}", source=error.path, position=where),)
        return Record(number, values, taken.position, faults=faults, locate=places)

    def _values(self, value: Json, *, odd: bool) -> Values:
        if not isinstance(value, dict):
            raise Unfit("", "a record is an object with names, and this is none")
        return self._plan.values(value, odd=odd)


class _Ahead:
    """A payload whose beginning was looked at."""

    def __init__(self, payload: BinaryIO) -> None:
        self.head = b""
        while len(self.head) < _HEAD and (more := payload.read(_HEAD - len(self.head))):
            self.head += more
        self._left = self.head
        self._payload = payload

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            return self._payload.read(size)
        found, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return found if size >= 0 else found + self._payload.read()


def _in_lines(head: bytes) -> bool:
    """Whether the first line is a whole object and something follows."""
    found = detect(head, None)
    first, _, rest = head[found.mark :].decode(found.name, "ignore").lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip():
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _hopeless(fault: Fault, text: str) -> Rejected:
    return Rejected(
        f"It is another kind of file: none of its first {_HOPELESS} lines can be used. The last of them, at "
        f"{fault.position}: {fault.message}. {shown(text)}",
        "Correct the format of the flow.",
        Owner.VENDOR,
        "unreadable",
    )

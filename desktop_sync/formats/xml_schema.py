"""An XML Schema (XSD) that payloads must meet: validated by libxml2 while they are read, without a tree.

What is wrong inside a record is a fault of that record; what is wrong around the records refuses the payload. It must
not know records' values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.formats.xml_locate import Window
from desktop_sync.xml_schemas import XmlSchema, first_said, plain

MOST = 1000  # things wrong with one payload, then it is given up
KEYED = 100_000  # records that are read where the schema has keys, which libxml2 remembers all
_EMPTY = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*/>""")


class SchemaRun:
    """One payload. It is given the bytes piece by piece and tells what was found wrong in each piece, with its line."""

    def __init__(self, schema: XmlSchema) -> None:
        self._parser = schema.parser()
        self._name = schema.name
        self._keyed = schema.keyed
        self._records = 0
        self._at = 0
        self._line = 1
        self._found = 0

    def record(self, window: Window, start: int, end: int) -> list[tuple[int, str]]:
        """What is wrong with the record from ``start`` to its end tag. Raises Rejected for what is wrong before it."""
        self.outside(window, start)
        self._records += 1
        if self._keyed and self._records > KEYED:
            raise _rejected(
                f"It has more than {KEYED:,} records, and the schema {self._name} has keys (xs:key, xs:unique), for "
                "which all of them would have to be kept in memory.",
                "Let the sending system write smaller files, or use a schema without keys.",
            )
        if _EMPTY.fullmatch(b"".join(window.between(start, end))) is None:
            end = window.after(b">", end)
        return list(self._until(window, end))

    def outside(self, window: Window, end: int) -> None:
        """Everything up to here stands outside of records. Raises Rejected when something is wrong with it."""
        if found := list(self._until(window, end)):
            line, words = found[0]
            raise self._not_as_it_says(f"At line {line}, outside of the records: {words}")

    def _until(self, window: Window, end: int) -> Iterator[tuple[int, str]]:
        """Line by line: libxml2 does not tell lines while it is fed."""
        from lxml import etree

        for data in window.between(self._at, end):
            for line in data.splitlines(keepends=True):
                try:
                    self._parser.feed(line)
                except etree.XMLSyntaxError as error:
                    raise self._not_as_it_says(
                        f"At line {self._line} it could not go on: {first_said(error)}"
                    ) from None
                yield from self._new()
                self._line += line.endswith(b"\n")
        self._at = max(self._at, end)

    def _new(self) -> Iterator[tuple[int, str]]:
        log = cast("Sequence[Any]", self._parser.feed_error_log)
        if len(log) == self._found:
            return
        new = list(log)[self._found :]
        self._found = len(log)
        for entry in new:
            yield self._line, plain(entry.message)
        if self._found > MOST:
            raise self._not_as_it_says(f"More than {MOST:,} things are otherwise, the last at line {self._line}.")

    def _not_as_it_says(self, what: str) -> Rejected:
        return _rejected(
            f"It is not as the schema {self._name} says. {what}",
            "Let the sending system write it so, or correct the schema in the format of the flow.",
        )


def _rejected(what: str, hint: str) -> Rejected:
    return Rejected(what, hint, Owner.VENDOR, reason="unreadable")

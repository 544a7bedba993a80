"""The legacy system of these tests: it writes order files as the samples show them, and knows what it has written.

It knows nothing of Desktop Sync: it finishes a file under a name that nobody waits for, and then gives it its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "urn:example:erp:orders:2"


@dataclass(frozen=True, slots=True)
class Order:
    """One version of one order. What Acme shows as ``customer_reference`` tells which version it holds."""

    number: str
    revision: int = 1
    state: str = "NEW"
    customer: str = "K-1204"
    quantity: str = "40"

    @property
    def mark(self) -> str:
        """Stands in the document itself, different in every version."""
        return f"{self.number}/{self.revision}"

    def changed(self, **fields: str) -> Order:
        """The next version."""
        return replace(self, revision=self.revision + 1, **{"state": "CHANGED", **fields})

    def xml(self) -> str:
        return f"""  <Order no={quoteattr(self.number)}>
    <Header>
      <Date>12.08.2026</Date>
      <Revision>{self.revision}</Revision>
      <State>{escape(self.state)}</State>
      <Currency>EUR</Currency>
      <YourReference>{escape(self.mark)}</YourReference>
    </Header>
    <Customer no={quoteattr(self.customer)}><Name>Baumarkt Süd GmbH</Name><City>München</City></Customer>
    <Lines>
      <Line pos="1"><Article>P-1000</Article><Text>Euro pallet</Text><Quantity>{escape(self.quantity)}</Quantity>\
<Price>11,90</Price></Line>
    </Lines>
  </Order>
"""


class Legacy:
    """Drops files into ``folder`` and remembers the newest version of each order: what Acme shall hold in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files: list[str] = []
        self.expected: dict[str, str] = {}  # mark of the newest version by order number
        self._revisions: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def drop(self, *orders: Order, name: str = "") -> Path:
        """One more file with these orders."""
        for order in orders:
            if order.revision >= self._revisions.get(order.number, 0):
                self._revisions[order.number], self.expected[order.number] = order.revision, order.mark
        body = "".join(order.xml() for order in orders)
        return self.drop_text(f'<Export xmlns="{NAMESPACE}">\n{body}</Export>\n', name)

    def drop_text(self, text: str, name: str = "") -> Path:
        """A file with any content, whole from its first moment."""
        name = name or f"ORD_{next(self._numbers):05}.xml"
        self.files.append(name)
        unfinished = self.folder / f"{name}.writing"
        unfinished.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', encoding="utf-8")
        return unfinished.rename(self.folder / name)

    def refused(self, *numbers: str) -> None:
        """Nobody expects these orders in Acme."""
        for number in numbers:
            del self.expected[number]


def versions(orders: int, second: float, random: Random, begin: int = 10_001) -> list[Order]:
    """``orders`` orders, a share of them with a second version that may come before the first."""
    first = [Order(f"{number}") for number in range(begin, begin + orders)]
    every = first + [order.changed(quantity="41") for order in first if random.random() < second]
    random.shuffle(every)
    return every


def in_files(orders: Sequence[Order], most: int, random: Random) -> Iterable[Sequence[Order]]:
    """The content of files, each of one to ``most`` orders."""
    rest = iter(orders)
    while part := list(itertools.islice(rest, random.randint(1, most))):
        yield part

"""Reading XML (performance.md, section 1): ours beside expat, iterparse, a dict walk, findtext, XPath, xmltodict.

One made-up file of orders (about 1.4 KB each, five lines). Every reading runs in a process of its own, so that its
peak memory is its own; all rivals take turns, round by round, and medians count. Seconds are those of the processor
(nothing here waits), so that other work on the machine disturbs less. Then ours alone on 10 MB and on ``--large``:
the peak must not grow. ``python tests/bench/reading.py --help``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

GOAL = 0.7  # of the dict-building walk
GOAL_MEMORY = 150.0  # MB
GOAL_GROWTH = 1.1  # peak of a large file to that of 10 MB
HEADER = ("OrderNo", "Date", "Currency", "Status", "Revision")
RIVALS = os.environ.get("DESKTOP_SYNC_RIVALS", "")  # an interpreter that has xmltodict; packaging/dev.py bench gives it
LINE = ("Sku", "Description", "Qty", "Unit", "Price")


# -- the file ----------------------------------------------------------------------------------------------------------


def order(number: int) -> str:
    lines = "".join(
        f"""      <Line no="{line}">
        <Sku>ART-{(number * 7 + line) % 10000:05}</Sku>
        <Description>Sechskantschraube M8x{line * 10} verzinkt</Description>
        <Qty>{line * 3},000</Qty>
        <Unit>PCE</Unit>
        <Price>{line}2,{number % 100:02}</Price>
      </Line>
"""
        for line in range(1, 6)
    )
    return f"""  <Order>
    <Header>
      <OrderNo>A-{number:08}</OrderNo>
      <Date>{number % 28 + 1:02}.03.2024</Date>
      <Currency>EUR</Currency>
      <Status>A</Status>
      <Revision>{number % 5}</Revision>
    </Header>
    <Buyer no="C{number % 5000:05}"><Name>Muster &amp; Söhne GmbH</Name><City>Köln</City></Buyer>
    <Lines>
{lines}    </Lines>
    <Total>123,{number % 100:02}</Total>
  </Order>
"""


def write(path: Path, megabytes: float) -> None:
    """Orders until the file has this size."""
    left, number = megabytes * 1e6, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<Orders>\n')
        while left > 0:
            text = "".join(order(number + one) for one in range(100))
            left, number = left - len(text.encode()), number + 100
            file.write(text)
        file.write("</Orders>\n")


# -- the readings: each gives the number of records --------------------------------------------------------------------


def ours(path: Path, *, everything: bool) -> int:
    from desktop_sync.core.mapping import Sources
    from desktop_sync.formats.xml import Xml, XmlOptions

    scalars = {f"Header/{name}" for name in HEADER} | {"Buyer/@no"}
    line = {"Sku", "Qty", "Unit", "Price"}
    if everything:
        scalars |= {"Buyer/Name", "Buyer/City", "Total"}
        line |= {"@no", "Description"}
    xml = Xml(XmlOptions(record="Orders/Order"), {"": Sources(scalars, {"Lines/Line": Sources(line)})})
    with path.open("rb") as payload:
        return sum(1 for _ in xml.parse(payload))


def mapped(path: Path) -> int:
    """Read, mapped and validated: what staging does before the ledger."""
    from desktop_sync.core.mapping import Mapping, MappingModel
    from desktop_sync.core.schema import Validator
    from desktop_sync.formats.xml import Xml, XmlOptions
    from desktop_sync.resources import resources

    schema = json.loads((resources() / "acme" / "orders.schema.json").read_text(encoding="utf-8"))
    mapping = Mapping(MappingModel.model_validate(MAPPING), checks=Validator(schema))
    xml = Xml(XmlOptions(record="Orders/Order"), {"": mapping.sources()})
    with path.open("rb") as payload:
        return sum(len(mapping.map(record).documents) for record in xml.parse(payload))


COMMA = [{"decimal": {"comma": True}}]
MAPPING: dict[str, object] = {
    "resource": "orders",
    "version": {"from": "Header/Revision", "convert": ["integer"]},
    "fields": {
        "external_reference": {"from": "Header/OrderNo"},
        "date": {"from": "Header/Date", "convert": [{"date": "%d.%m.%Y"}]},
        "currency": {"from": "Header/Currency"},
        "status": {"from": "Header/Status", "convert": [{"lookup": "status"}]},
        "buyer.number": {"from": "Buyer/@no"},
        "buyer.name": {"from": "Buyer/Name"},
        "lines": {
            "each": "Lines/Line",
            "fields": {
                "number": {"from": "@no", "convert": ["integer"]},
                "sku": {"from": "Sku"},
                "description": {"from": "Description"},
                "quantity": {"from": "Qty", "convert": COMMA},
                "unit": {"from": "Unit"},
                "unit_price": {"from": "Price", "convert": COMMA},
            },
        },
    },
    "tables": {"status": {"A": "open"}},
}


def bare_expat(path: Path) -> int:
    count, before = 0, b""
    parser = expat.ParserCreate()
    with path.open("rb") as payload:
        while data := payload.read(1 << 16):
            parser.Parse(data, False)
            count += (before + data).count(b"</Order>")
            before = data[-len(b"/Order>") :]
    return count


def records(path: Path) -> Iterator[Any]:
    """lxml's elements, cleared one after the other as its documentation advises."""
    from lxml import etree

    for _, element in etree.iterparse(str(path), events=("end",), tag="Order"):
        yield element
        element.clear(keep_tail=True)
        while element.getprevious() is not None:
            del element.getparent()[0]


def iterparse(path: Path) -> int:
    return sum(1 for _ in records(path))


def walk(element: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml's elements
    """Children into a dict, repeated ones into lists: the rival that counts."""
    found: dict[str, Any] = dict(element.attrib) if element.attrib else {}
    for child in element:
        value = walk(child) if len(child) or child.attrib else child.text
        name = child.tag
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def dict_walk(path: Path) -> int:
    return sum(1 for one in records(path) if walk(one))


def findtext(path: Path) -> int:
    count = 0
    for one in records(path):
        header = [one.findtext(f"Header/{name}") for name in HEADER]
        lines = [[line.findtext(name) for name in LINE] for line in one.findall("Lines/Line")]
        count += bool(header and lines and one.find("Buyer").get("no"))
    return count


def xpath(path: Path) -> int:
    from lxml import etree

    fields = [etree.XPath(f"string(Header/{name})") for name in HEADER] + [etree.XPath("string(Buyer/@no)")]
    lines: Any = etree.XPath("Lines/Line")
    inside = [etree.XPath(f"string({name})") for name in LINE]
    count = 0
    for one in records(path):
        header = [field(one) for field in fields]
        count += bool(header and [[field(line) for field in inside] for line in lines(one)])
    return count


def xmltodict(path: Path) -> int:
    module = importlib.import_module("xmltodict")
    count = 0

    def take(_path: object, _item: object) -> bool:
        nonlocal count
        count += 1
        return True

    with path.open("rb") as payload:
        module.parse(payload, item_depth=2, item_callback=take)
    return count


READINGS: dict[str, Callable[[Path], int]] = {
    "ours": lambda path: ours(path, everything=False),
    "ours, every field": lambda path: ours(path, everything=True),
    "ours, mapped and validated": mapped,
    "dict-building walk": dict_walk,
    "expat, nothing built": bare_expat,
    "iterparse, nothing built": iterparse,
    "findtext per field": findtext,
    "XPath per field": xpath,
    "xmltodict": xmltodict,
}
RIVAL = "dict-building walk"


# -- measuring ---------------------------------------------------------------------------------------------------------


def measure(name: str, path: Path) -> tuple[float, float, int]:
    """Seconds, peak MB and records of one reading in a process of its own."""
    python = RIVALS if name == "xmltodict" else sys.executable
    done = subprocess.run([python, __file__, "--reading", name, str(path)], check=True, capture_output=True, text=True)
    seconds, peak, count = json.loads(done.stdout)
    return float(seconds), float(peak), int(count)


def reading(name: str, path: Path) -> None:
    """The child's part."""
    import resource

    start = time.process_time()
    count = READINGS[name](path)
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count]))


def side_by_side(path: Path, rounds: int) -> bool:
    """The table; whether the goal is met."""
    megabytes = path.stat().st_size / 1e6
    names = [name for name in READINGS if name != "xmltodict" or RIVALS]
    seconds: dict[str, list[float]] = {name: [] for name in names}
    peaks: dict[str, float] = {}
    counts: dict[str, int] = {}
    for _ in range(rounds):
        for name in names:
            taken, peak, counts[name] = measure(name, path)
            seconds[name].append(taken)
            peaks[name] = max(peak, peaks.get(name, 0.0))
    rival = statistics.median(seconds[RIVAL])
    print(f"{megabytes:.0f} MB, {counts[RIVAL]:,} orders, median of {rounds}; ratio: to the {RIVAL}")
    print(f"{'':28}{'MB/s':>8}{'orders/s':>10}{'ratio':>7}{'goal':>7}{'peak MB':>9}")
    for name in names:
        taken = statistics.median(seconds[name])
        goal = f"≥ {GOAL}" if name == "ours" else ""
        speed = f"{megabytes / taken:8.1f}{counts[name] / taken:10,.0f}{rival / taken:7.2f}"
        print(f"{name:28}{speed}{goal:>7}{peaks[name]:9.0f}")
    assert len(set(counts.values())) == 1, counts
    return rival / statistics.median(seconds["ours"]) >= GOAL


def growth(folder: Path, megabytes: float) -> bool:
    """Peak memory of ours with 10 MB and with a large file; whether it stays flat."""
    peaks = []
    for size in (10.0, megabytes):
        path = folder / "growing.xml"
        write(path, size)
        _, peak, _ = measure("ours", path)
        peaks.append(peak)
        path.unlink()
    flat = peaks[1] <= peaks[0] * GOAL_GROWTH and peaks[1] <= GOAL_MEMORY
    told = f"{peaks[0]:.0f} MB with 10 MB, {peaks[1]:.0f} MB with {megabytes:,.0f} MB: {'met' if flat else 'MISSED'}"
    print(f"peak memory of ours (goal: ≤ {GOAL_MEMORY:.0f} MB, ≤ {GOAL_GROWTH} times that with 10 MB): {told}")
    return flat


def main(argv: Sequence[str] | None = None) -> int:
    """0: both goals are met."""
    parser = argparse.ArgumentParser(prog="reading", description=__doc__)
    parser.add_argument("--size", type=float, default=100.0, help="MB of the file that all read (100)")
    parser.add_argument("--large", type=float, default=1000.0, help="MB of the file for memory (1000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reading", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.reading:
        reading(chosen.reading[0], Path(chosen.reading[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "orders.xml")
        write(path, chosen.size)
        fast = side_by_side(path, chosen.rounds)
        path.unlink()
        flat = growth(Path(folder), chosen.large)
    return 0 if fast and flat else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

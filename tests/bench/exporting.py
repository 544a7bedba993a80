"""Exports the whole way, from a query of Acme to a file in a folder: processor seconds and peak memory, beside the loop
that people write (httpx, page by page, into csv.writer, lxml or xlsxwriter).

A server that only answers stands in for Acme: the sandbox would be the bottleneck. Every export runs in a process of
its own, so that its peak memory is its own; also with half the orders: the peak must not grow with them (what is
remembered of documents that were read, 32 MB at most, is there by then). Then order confirmations, a file for each.
``python tests/bench/exporting.py --help``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.reports import COLUMNS, NAMES, documents  # noqa: E402 - found from the checkout
from tests.bench.requesting import Answering, answering  # noqa: E402

PAGE = 200
GROWTH, FLAT = 1.05, 5.0  # times, and MB, that the peak may grow by
MEMORY = 120.0  # MB
KINDS = ("delimited", "xml", "excel", "pdf")
SETTINGS = """
version = 1
[[connections]]
id = "acme"
type = "acme"
base_url = "{url}"
api_key = "acme/api_key"
[[connections]]
id = "office"
type = "folder"
path = "{folder}"
[[exports]]
id = "orders"
query = {{ connection = "acme", resource = "orders" }}
report = {report}
[[exports.destinations]]
id = "office"
connection = "office"
name = "{{flow}}"
"""


class Listing(Answering):
    """So many orders, page by page, as often as they are asked for; the server only answers."""

    def __init__(self, count: int, bodies: Sequence[bytes]) -> None:
        super().__init__(0.0)
        self._count, self._bodies = count, bodies

    def _answer(self, request: bytes) -> None:
        if request.startswith(b"GET /v1/account"):
            self._say(b'{"tenant":"bench","title":"Bench"}')
            return
        asked = re.search(rb"[?&]cursor=([0-9]+)", request)
        first = int(asked[1]) if asked else 0
        end = min(first + PAGE, self._count)
        items = b",".join(
            self._bodies[at % len(self._bodies)] % (b"A-%06d" % at, b"o-%d" % at) for at in range(first, end)
        )
        self._say(b'{"items":[%b],"next":%b}' % (items, b'"%d"' % end if end < self._count else b"null"))

    def _say(self, body: bytes) -> None:
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()).encode()
        head = b"HTTP/1.1 200 OK\r\nDate: %b\r\nContent-Type: application/json\r\n" % date
        self._transport.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def serve(count: int) -> None:
    bodies = []
    for row in documents(1000):
        text = json.dumps({**row, "external_reference": "@reference", "id": "@id"}).replace("%", "%%")
        bodies.append(text.replace("@reference", "%b").replace("@id", "%b").encode())
    server = await asyncio.get_running_loop().create_server(lambda: Listing(count, bodies), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def measured(*command: str) -> dict[str, float]:
    keyring = {"PYTHON_KEYRING_BACKEND": "desktop_sync.sandbox.memory_keyring.MemoryKeyring"}
    done = subprocess.run(
        [sys.executable, __file__, *command], capture_output=True, text=True, check=True, env=os.environ | keyring
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def ours(url: str, report: Mapping[str, object]) -> dict[str, float]:
    """One run, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ds-bench-") as name:
        folder = Path(name, "out")
        folder.mkdir()
        table = "{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in report.items()) + " }"
        columns = ", ".join(
            "{ " + ", ".join(f"{k} = {json.dumps(v)}" for k, v in one.items()) + " }" for one in COLUMNS
        )
        table = table if "template" in report else f"{table[:-2]}, columns = [{columns}] }}"
        settings = Path(name, "settings.toml")
        settings.write_text(SETTINGS.format(url=url, folder=folder.as_posix(), report=table), encoding="utf-8")
        found = measured("--run", str(Path(name, "data")), str(settings))
        return {**found, "files": len(list(folder.iterdir()))}


def run(data: str, settings: str) -> None:
    """The child's part of ours."""
    from desktop_sync.app import open_app

    app = open_app(data)
    app.credentials.set("acme/api_key", "a-made-up-key")
    app.settings_file.save(Path(settings).read_text(encoding="utf-8"))
    with app.owner("bench") as owner:
        begin = time.process_time()
        result = owner.run("orders", wait=False)
        _tell(time.process_time() - begin, result.counts["rows"])


def loop(kind: str, url: str, target: str) -> None:
    """The child's part of the loop."""
    import httpx

    begin, count = time.process_time(), 0

    def rows() -> Iterator[list[str]]:
        nonlocal count
        cursor: dict[str, str] = {}
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            while True:
                page = client.get("/v1/orders", params={"limit": "200", **cursor}).json()
                for row in page["items"]:
                    count += 1
                    yield _cells(row)
                if page["next"] is None:
                    return
                cursor = {"cursor": page["next"]}

    _WRITERS[kind](rows(), target)
    _tell(time.process_time() - begin, count)


def _cells(row: Mapping[str, Any]) -> list[str]:
    buyer, totals = row["buyer"], row["totals"]
    return [
        row["external_reference"], row["date"], buyer["number"], buyer["name"], row["status"], totals["net"],
        totals["tax"], totals["gross"],
    ]  # fmt: skip


def _csv(rows: Iterator[list[str]], target: str) -> None:
    import csv

    with Path(target).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(NAMES)
        writer.writerows(rows)


def _xml(rows: Iterator[list[str]], target: str) -> None:
    from lxml import etree

    with etree.xmlfile(target, encoding="utf-8") as file, file.element("Report"):
        for row in rows:
            element = etree.Element("Row")
            for name, text in zip(NAMES, row, strict=True):
                etree.SubElement(element, name).text = text
            file.write(element)


def _excel(rows: Iterator[list[str]], target: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [*row[:5], *map(float, row[5:])])


_WRITERS = {"delimited": _csv, "xml": _xml, "excel": _excel}


def _tell(seconds: float, rows: int) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "rows": rows, "peak": peak}))


def beside(url: str, kind: str, rows: int) -> dict[str, float]:
    """The loop, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ds-bench-") as name:
        found = measured("--loop", kind, url, str(Path(name, "out")))
    assert found["rows"] == rows, found
    return found


def whole_way(kind: str, few: str, url: str, rows: int, rounds: int) -> bool:
    """One line; whether its memory is flat."""
    little = ours(few, {"type": kind})
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(ours(url, {"type": kind}))
        if kind in _WRITERS:
            theirs.append(beside(url, kind, rows))
    assert all(one["rows"] == rows for one in mine), mine
    seconds, peak = statistics.median(one["seconds"] for one in mine), max(one["peak"] for one in mine)
    ratio = f"{statistics.median(one['seconds'] for one in theirs) / seconds:.2f} of the loop" if theirs else ""
    flat = peak <= min(MEMORY, little["peak"] * GROWTH + FLAT)
    print(f"{kind:12}{rows / seconds:9,.0f} rows/s  {ratio:17} peak {little['peak']:.0f} and {peak:.0f} MB"
          f"{'' if flat else ': MISSED'}", flush=True)  # fmt: skip
    return flat


def main(argv: Sequence[str] | None = None) -> int:
    """0: memory is flat."""
    parser = argparse.ArgumentParser(prog="exporting", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--letters", type=int, default=1000, help="files of one order confirmation each")
    parser.add_argument("--only", choices=KINDS, help="one kind")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--loop", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.serve:
        asyncio.run(serve(chosen.serve))
    if chosen.run:
        run(*chosen.run)
        return 0
    if chosen.loop:
        loop(*chosen.loop)
        return 0
    print(f"{chosen.rows:,} rows the whole way, median of {chosen.rounds}, seconds of the processor", flush=True)
    with answering(chosen.rows // 2, __file__) as few, answering(chosen.rows, __file__) as url:
        kinds = [chosen.only] if chosen.only else KINDS
        met = [whole_way(kind, few, url, chosen.rows, chosen.rounds) for kind in kinds]
    with answering(chosen.letters, __file__) as url:
        told = ours(url, {"type": "pdf", "template": "order_confirmation", "most_files": 10_000})
    assert told["files"] == chosen.letters, told
    print(f"letters     {chosen.letters / told['seconds']:9,.0f} files/s, peak {told['peak']:.0f} MB")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())

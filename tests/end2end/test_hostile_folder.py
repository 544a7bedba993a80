"""A folder full of files made to do harm, beside good ones, through the whole program: each bad one is told with what
is wrong with it, the good ones arrive, and memory stays where it was.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, Done, Installation
from tests.end2end.legacy import NAMESPACE, Order

CSV = "desk"
LAUGHS = "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)  # fmt: skip
MEMORY = 150_000  # kB, the bound of performance.md
MEGABYTE = 1_000_000
LONG_NAME = f"ORD_{'n' * 247}.xml"  # 255 bytes
ODD_NAME = "ORD_ \u202eä'$(x);&\u00a0🙂.xml"
CSV_FLOW = """
[[flows]]
id = "desk"
source = { type = "files", connection = "erp", pattern = "desk-*", min_age = "50ms", first_run = "all" }
format = { type = "delimited", delimiter = ";", key = "No" }
target = { connection = "acme" }
[flows.mapping]
resource = "orders"
[flows.mapping.fields]
external_reference = { from = "No" }
date = { constant = "2026-11-20" }
currency = { constant = "EUR" }
"buyer.number" = { from = "Customer" }
[flows.mapping.fields.lines]
each = "lines"
[flows.mapping.fields.lines.fields]
number = { position = true }
sku = { from = "Sku" }
quantity = { from = "Qty", convert = [{ decimal = "1.234,50" }] }
unit_price = { from = "Price", convert = [{ decimal = "1.234,50" }] }
"""
HEAD = "No;Customer;Sku;Qty;Price\n"


def export(*orders: str) -> bytes:
    return f'<Export xmlns="{NAMESPACE}">\n{"".join(orders)}</Export>\n'.encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def row(number: str, price: str = "1,50") -> str:
    return f"{number};K-1;S-1;2;{price}\n"


# Name of a file, its content, and what the person reads about it.
XML: dict[str, tuple[bytes, str]] = {
    "ORD_bomb.xml": (f"{LAUGHS}]>{export().decode()}".encode(), "there is a DOCTYPE"),
    "ORD_xxe.xml": (b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>", "there is a DOCTYPE"),
    "ORD_dtd.xml": (b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r/>", "there is a DOCTYPE"),
    "ORD_nul.xml": (export(Order("N-1").xml()).replace(b"</Export>", b"\0</Export>"), "a character that cannot stand"),
    "ORD_encoding.xml": (
        f"<?xml version='1.0' encoding='UTF-8'?>{export(Order('E-1').xml()).decode()}".encode("cp1252"),
        "byte 0xFC",
    ),
    "ORD_deep.xml": (b"<a>" * 100_000, "more than 100 deep in each other"),
    "ORD_quote.xml": (f'<Export xmlns="{NAMESPACE}"><Order no="1><Header/></Order></Export>'.encode(), "line 1"),
    "ORD_gz.xml": (gzip.compress(b"<r>" + (b"<x>" + b" " * 993 + b"</x>") * 68_000), "250 times its size"),
    "ORD_zip.xml": (zipped(("a.xml", b"<r>" + b" " * (68 * MEGABYTE))), "has more than 20,000,000 bytes"),
    "ORD_tricks.xml": (
        zipped(("../../evil.xml", export(Order("T-1").xml())), ("good.xml", export(Order("T-2").xml()))),
        "evil.xml",
    ),
    "ORD_cut.xml": (zipped(("a.xml", export(Order("C-1").xml())))[:-30], "It is no whole .zip"),
    "ORD_digits.xml": (export(Order("D-1", quantity="9" * 10_000).xml(), Order("D-2").xml()), "at most 24 digits"),
}
CSVS: dict[str, tuple[bytes, str]] = {
    "desk-quote.csv": ((HEAD + row("Q-1") + '"Q-2;' + row("Q-3")).encode(), "is not closed"),
    "desk-nul.csv": ((HEAD + row("U-1")).encode() + b"\0" * 4096, "NUL byte"),
    "desk-encoding.csv": ((HEAD + row("Ü-1")).encode("cp1252"), "byte 0xDC"),
    "desk-bomb.csv": (gzip.compress(HEAD.encode() + (b" " * 999 + b"\n") * 68_000), "250 times its size"),
    "desk-digits.csv": ((HEAD + row("F-1", "9" * 10_000) + row("F-2")).encode(), "at most 24 digits"),
    "desk-utf16.csv": ((HEAD + row("W-1")).encode("utf-16-le"), "NUL byte"),
}
ARRIVE = {"G-1", "G-2", "G-3", "T-2", "D-2", "F-2"}


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """With a flow for CSV files beside the one for XML."""
    made = installation("both")
    made.save()
    file = made.data / "settings.toml"
    file.write_text(file.read_text(encoding="utf-8") + CSV_FLOW, encoding="utf-8")
    return made


RUN = """
import atexit, pathlib, sys
def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    print(next(line for line in status.splitlines() if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(peak)
from desktop_sync.__main__ import main
sys.exit(main())
"""


def measured(desk: Installation, flow: str) -> tuple[Done, int]:
    """A run, and the most memory it had, in kB."""
    code = [sys.executable, "-c", RUN, "run", flow, "--json", "--data", str(desk.data)]
    done = subprocess.run(code, capture_output=True, text=True, encoding="utf-8", env=desk.environment, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr), int(done.stderr.split("VmHWM:")[1].split()[0])


def told(desk: Installation) -> list[str]:
    """Everything that the person is told to be wrong."""
    groups = [group["group"] for group in desk.call("problems", "--json").json]
    return [one["what"] for group in groups for one in desk.call("problems", group, "--json").json]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
def test_every_bad_file_is_told_and_every_good_one_arrives(desk: Installation) -> None:
    folder = desk.legacy.folder
    for name, (content, _) in {**XML, **CSVS}.items():
        (folder / name).write_bytes(content)
    for number, name in enumerate(("ORD_a.xml", LONG_NAME, ODD_NAME), 1):
        (folder / name).write_bytes(export(Order(f"G-{number}").xml()))
    for flow in (FLOW, CSV):
        done, memory = measured(desk, flow)
        assert done.code == 4, done
        assert memory < MEMORY
    spoken = told(desk)
    for name, (_, part) in {**XML, **CSVS}.items():
        assert [what for what in spoken if what.startswith(name) and part in what], "\n".join([name, *spoken])
    assert set(desk.acme.documents("orders")) == ARRIVE
    assert [one.name for one in folder.iterdir() if one.is_file()] == []


ENDLESS = [
    (FLOW, "ORD_element.xml", b"<r><", b"x", "has more than 20,000,000 bytes and does not end"),
    (FLOW, "ORD_text.xml", f'<Export xmlns="{NAMESPACE}"><Order no="'.encode(), b"x", "has more than 20,000,000"),
    (CSV, "desk-line.csv", HEAD.encode() + b"L-1;", b"x", "has more than"),
    (CSV, "desk-row.csv", HEAD.encode() + b'L-1;"', b"x;\n", "is not closed within"),
]


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
def test_what_never_ends_is_given_up_in_little_memory(desk: Installation, request: pytest.FixtureRequest) -> None:
    """One element, one text, one line, one quote: 1 GB each with --long."""
    size = (1000 if request.config.getoption("--long") else 30) * MEGABYTE
    for _, name, start, piece, _ in ENDLESS:
        with (desk.legacy.folder / name).open("wb") as file:
            file.write(start)
            for _ in range(size // MEGABYTE):
                file.write(piece * (MEGABYTE // len(piece)))
    (desk.legacy.folder / "ORD_z.xml").write_bytes(export(Order("Z-1").xml()))
    (desk.legacy.folder / "desk-z.csv").write_text(HEAD + row("Z-2"), encoding="utf-8")
    for flow in (FLOW, CSV):
        done, memory = measured(desk, flow)
        assert done.code == 4, done
        assert memory < MEMORY
    spoken = told(desk)
    for _, name, _, _, part in ENDLESS:
        assert [what for what in spoken if what.startswith(name) and part in what], "\n".join([name, *spoken])
    assert set(desk.acme.documents("orders")) == {"Z-1", "Z-2"}

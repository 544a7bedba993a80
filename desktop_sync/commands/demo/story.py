"""The story: all texts of the demo, what happens in each scene, and what must be in Acme at its end.

It must not know how it is played.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_sync.commands.demo.judge import Name, by_document
from desktop_sync.commands.demo.steps import AddCustomer, Command, Drop, Pack, PutBack, Scene

ERP, EXCHANGE, OFFICE = "erp-export", "invoicing", "office"  # folders
SECRET = "desktop-sync-demo/api_key"  # noqa: S105 - a name of its own: nobody's real key is touched

PROLOGUE = """
Palettenwerk Nord sells pallets. Its ERP, its order desk and its invoicing program are old; all they can do for the
cloud is drop files. This demo drops such files, Desktop Sync brings them to an Acme API on this machine, and at the end
that API's own log judges. Every command shown is really run, and prints what it always prints."""

SET_UP = """
One settings file describes three flows: XML orders of the ERP, CSV orders of the order desk, UBL documents of the
invoicing program; and two exports of orders. The API key goes through standard input into the keyring; the settings
only name it."""

SCENES = (
    Scene(
        "Monday night",
        "The ERP exports three files: new orders; a change of order 4711 and a customer whom Acme does not know; and "
        "one that breaks off in the middle, because the ERP was restarted.",
        (
            Drop(ERP, ("erp-orders/ORD_0812.xml", "erp-orders/ORD_0813.xml", "erp-orders/ORD_0814.xml")),
            Command(("run", "erp-orders"), 4),
        ),
        "Everything that can arrive has arrived: 4711 once, in its newer version. The refused order stops no other; "
        "of the half-written file nothing was sent. Each problem says who can fix it.",
        {"4711": "create", "4712": "create", "4713": "create", "4716": "create"},
    ),
    Scene(
        "Two problems are repaired",
        "The clerk looks at the problems, adds the customer in Acme and lets the order be sent again. The ERP has "
        "written its half-written file once more, whole.",
        (
            Command(("problems",), 4),
            AddCustomer("UNKNOWN-90012"),
            Command(("retry", "4715", "--reason", "customer added in Acme"), 3),
            Drop(ERP, ("erp-orders/again/ORD_0814.xml",)),
            Command(("run", "erp-orders")),
        ),
        "4715 is sent from what is kept: no file was needed again. Both problems are closed by what has arrived.",
        {"4715": "create", "4717": "create", "4718": "create"},
    ),
    Scene(
        "The same run again",
        "The ERP has nothing new. Another run is due all the same.",
        (Command(("run", "erp-orders")),),
        "Nothing is sent a second time.",
        {},
    ),
    Scene(
        "A change, and a file from last week",
        "The ERP changes order 4712. And somebody copies an old export out of the archive, back into the folder.",
        (
            Drop(ERP, ("erp-orders/ORD_0815.xml",)),
            Command(("run", "erp-orders")),
            PutBack(ERP, "ORD_0812.xml"),
            Command(("run", "erp-orders")),
        ),
        "The change is an update. The old file does no harm: what is older than what Acme has is not sent, what is "
        "equal is unchanged, and both are told.",
        {"4712": "update"},
    ),
    Scene(
        "The order desk's CSV",
        "The order desk writes CSV in windows-1252: semicolons, decimal commas, points between thousands, one row "
        "for an order and one for each of its lines, and a last row with counts.",
        (Drop(ERP, ("erp-csv/AUF_0812.csv",)), Command(("run", "erp-csv"))),
        "1.250 pieces at 0,04 arrive as 1250 at 0.04; 4803 is a quotation, which the mapping says to leave out.",
        {"4801": "create", "4802": "create"},
    ),
    Scene(
        "First look, then send",
        "The next CSV looks odd. A dry run tells what a run would do; nothing is sent, nothing is moved. Then exactly "
        "that is executed.",
        (
            Drop(ERP, ("erp-csv/AUF_0813.csv",)),
            Command(("dry-run", "erp-csv"), 4),
            Command(("dry-run", "erp-csv", "--execute", "1", "--limit", "2"), 4),
        ),
        "Two orders are told with line, column and value before anything happens; the good ones of the same file are "
        "sent.",
        {"4802": "update", "4806": "create"},
    ),
    Scene(
        "The whole file once more",
        "The order desk corrects the two orders and drops the whole file again.",
        (Drop(ERP, ("erp-csv/again/AUF_0813.csv",)), Command(("run", "erp-csv"))),
        "What Acme has already is unchanged and not sent; the two corrected orders arrive, their problems are over.",
        {"4804": "create", "4805": "create"},
    ),
    Scene(
        "A zip of UBL documents",
        "The invoicing program packs a UBL 2.1 order, two invoices and a credit note into one zip. The lines of one "
        "invoice do not add up to its total.",
        (
            Pack(
                EXCHANGE,
                "2026-08.zip",
                (
                    "ubl/order-4720.xml",
                    "ubl/invoice-R-2026-0931.xml",
                    "ubl/invoice-R-2026-0932.xml",
                    "ubl/credit-note-G-2026-0012.xml",
                ),
            ),
            Command(("run", "ubl"), 4),
        ),
        "One flow brings orders and invoices, by data only. The wrong total is told with both numbers and its line in "
        "the file within the zip, before a customer sees it.",
        {"4720": "create", "R-2026-0931": "create", "G-2026-0012": "create"},
    ),
    Scene(
        "The zip, corrected",
        "The invoicing program corrects the invoice and packs everything again, as it always does.",
        (
            Pack(
                EXCHANGE,
                "2026-08.zip",
                (
                    "ubl/order-4720.xml",
                    "ubl/invoice-R-2026-0931.xml",
                    "ubl/again/invoice-R-2026-0932.xml",
                    "ubl/credit-note-G-2026-0012.xml",
                ),
            ),
            Command(("run", "ubl")),
        ),
        "Only the corrected invoice is sent: no duplicate, though three of the four came a second time.",
        {"R-2026-0932": "create"},
    ),
    Scene(
        "The other direction",
        "The office wants to see the orders that Acme holds: as a PDF to read, and as CSV for its spreadsheet.",
        (
            Command(("run", "orders-pdf")),
            Command(("run", "orders-csv")),
            Command(("exports", "orders-pdf")),
        ),
        "Two files in the folder of the office, each written whole and delivered once; on a schedule they come by "
        "themselves, to servers and by mail too.",
        {},
    ),
    Scene(
        "What happened to order 4715?",
        "A week later somebody asks. The trail leads from the file to Acme's answer, history finds what was said.",
        (
            Command(("trail", "4715")),
            Command(("history", "UNKNOWN-90012")),
            Command(("status",)),
        ),
        "Where it came from, byte for byte; who let it be sent again, and why; which request created it.",
        {},
    ),
)

# Of each document what tells its versions apart (see judge.telling), oldest first.
EXPECTED: Mapping[Name, Sequence[str]] = {
    ("orders", "4711"): ("40", "60"),
    ("orders", "4712"): ("1250", "1500"),
    ("orders", "4713"): ("6",),
    ("orders", "4715"): ("1250",),
    ("orders", "4716"): ("12",),
    ("orders", "4717"): ("80",),
    ("orders", "4718"): ("6",),
    ("orders", "4720"): ("40",),
    ("orders", "4801"): ("40",),
    ("orders", "4802"): ("1250", "1300"),
    ("orders", "4804"): ("40",),
    ("orders", "4805"): ("40",),
    ("orders", "4806"): ("2",),
    ("invoices", "R-2026-0931"): ("755.51",),
    ("invoices", "R-2026-0932"): ("755.51",),
    ("invoices", "G-2026-0012"): ("28.32",),
}

FAREWELL = """
The sandbox has stopped. The demo's folders stay in {place} until you delete them.
To look around, in Acme's page too: the same with --keep. To bring files of your own: README.md."""

KEPT = """Acme's page, with every document and every write:  {url}/
Its settings, folders and archives:  {place}

In another window:
{environment}{commands}

Orders dropped into {erp} are taken by the next run.
The sandbox runs until Ctrl+C ends it."""

LOOK = (("status",), ("problems",), ("trail", "4711"), ("history", "4802"), ("dry-run", "erp-csv", "--show", "1"))
SEND = (("run", "erp-orders"),)
NO_KEYRING = "  (Commands that send cannot be given there: this demo keeps its key in memory.)"


def log_words(did: Mapping[str, str]) -> str:
    """What Acme took, by external reference."""
    parts = []
    for action, said in (("create", "created"), ("update", "updated")):
        names = [reference for reference, taken in did.items() if taken == action]
        parts += [f"{said} {', '.join(sorted(names))}"] * bool(names)
    return f"{'; '.join(parts) or 'no writes'}."


def verdict(writes: Sequence[Mapping[str, Any]], wrong: Sequence[str], broken: Sequence[str]) -> list[str]:
    """The end, by what the judge found in the log and what scenes did not keep."""
    if wrong or broken:
        return [*(f"✗ {fault}" for fault in (*broken, *wrong)), "Something went otherwise than told."]
    documents = by_document(writes)
    updates = len(writes) - len(documents)
    return [
        f"✓ {len(documents)} orders and invoices, each created once; {updates} updates; nothing else",
        "✓ no version ever went backwards",
        "✓ each ends as its newest version says; none is missing",
    ]

"""Writes the pages of resources/docs/reference from the program's option models; run it with the project's own Python.

    .venv/bin/python packaging/reference.py

A test fails when a page is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "docs" / "reference"
CONNECTORS = Path(__file__).parent / "connectors"
APART = {
    "folder": "[folders and shares](folder.md)",
    "files": "[folders and shares](folder.md#source-type--files)",
    "sftp": "[SFTP servers](sftp.md)",
    "mssql": "[MS SQL Server](mssql.md)",
    "http_api": "[HTTP APIs](http-api.md)",
}
"""Types of connections and sources that have a page of their own: what leads there."""


_PROFILE = """\
# API profile

Made from the program's option models; do not edit. A profile is a JSON file that tells the client what it must know of
an Acme API; how to write one for your own API is told in [For the vendor's integration engineer](../integration.md).
The one that ships is `resources/acme/profile.json`. A connection names another with `profile = '…'`.
"""


_REPORTS = """\
# Reports

Made from the program's option models; do not edit. A report makes a file of rows: documents as Acme gives them. Every
kind has the same columns, groups, order and templates, and further options of its own. Columns read fields of the
[resource](profile.md); `each = "lines"` makes a row of every entry of that list, whose fields are then called
`lines.sku`. The converters are those of [mappings](settings.md).

Totals are exact, and kept apart by `currency`. What does not fit the kind of its column stands as it is, is in no
total, and is told with the report. The same rows make the same bytes.

```toml
type = "pdf"
title = "Open orders"
locale = "de"
sort = ["date"]

[[group_by]]
name = "Customer"
from = ["buyer.number", "buyer.name"]
join = " "

[[columns]]
name = "Order"
from = "external_reference"

[[columns]]
name = "Goods"
sum = "lines.quantity * lines.unit_price"
kind = "money"
places = 2
currency = "currency"
total = true

[[charts]]
by = "Customer"
value = "Goods"
```

Names of files are made of tokens: `{flow}`, `{account}`, `{from}`, `{to}` and `{now}` (with a form:
`{from:%Y-%m-%d}`), `{count}` and `{number}` (with digits: `{number:04}`), `{reference}`. What a name may not contain
becomes `-`.
"""


def pages() -> dict[str, str]:
    """The pages as they should be, by the names of their files."""
    from desktop_sync.acme.profile import Profile
    from desktop_sync.kinds import kinds
    from desktop_sync.reports import OPTIONS
    from desktop_sync.settings.reference import kinds_page, model_page, reference

    example = (FOLDER / "settings.example.toml").read_text(encoding="utf-8")
    return {
        "settings.md": reference(kinds(), example, APART),
        "profile.md": model_page(_PROFILE, Profile),
        "reports.md": kinds_page(_REPORTS, OPTIONS),
        **{f"{file.stem}.md": _connector(file) for file in sorted(CONNECTORS.glob("*.md"))},
    }


def _connector(file: Path) -> str:
    """The page of one kind of system: what was written of it, with its options and what its server says."""
    from desktop_sync.kinds import kinds
    from desktop_sync.settings.reference import options, options_with
    from desktop_sync.sources.mssql.trouble import STOPS

    known, kind = kinds(), file.stem.replace("-", "_")
    text = file.read_text(encoding="utf-8").replace("{connection}", options(known.connections[kind]))
    source = known.sources.get(kind, known.sources["files"])
    if kind in known.queries:
        text = text.replace("{query_options}", options_with(known.queries[kind], "RowField"))
    return text.replace("{source}", options(source)).replace("{said}", _table(STOPS))


def _table(stops: Mapping[int, tuple[str, str]]) -> str:
    rows = [f"| {number} | {what} | {hint} |" for number, (what, hint) in sorted(stops.items())]
    return "\n".join(("| number | what is said | what to do |", "|---|---|---|", *rows))


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")

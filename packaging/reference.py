"""Writes the pages of resources/docs/reference from the program's option models; run it with the project's own Python.

    .venv/bin/python packaging/reference.py

A test fails when a page is stale.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "docs" / "reference"


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

    return {
        "settings.md": reference(kinds(), (FOLDER / "settings.example.toml").read_text(encoding="utf-8")),
        "profile.md": model_page(_PROFILE, Profile),
        "reports.md": kinds_page(_REPORTS, OPTIONS),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")

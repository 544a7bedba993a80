"""Answers about settings for tests of the desk, given by the engine's own code over a file of the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.events import nobody
from desktop_sync.engine.facade import Facade
from desktop_sync.engine.facade.configuring import Configuring
from desktop_sync.engine.facade.exchanging import Exchanging
from desktop_sync.engine.facade.keeping import Keeping
from desktop_sync.engine.facade.scheduling import tried
from desktop_sync.kinds import kinds
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.policy import PolicyFile
from desktop_sync.ui.settings.parted import PartedDetail
from tests.fake_engine import FakeEngine
from tests.gallery.editors import answer_samples

TEXT = """\
# Großhandel Brandt, ask Ms Berger before you change anything
version = 1

[[connections]]
id = "erp"
title = "ERP export"
type = "folder"
path = '\\\\erp\\export'

[[connections]]
id = "acme"
title = "Acme"
type = "acme"
base_url = "https://api.acme.example"
api_key = "acme/api_key"

[[connections]]
id = "mail"
title = "Mail server"
type = "mail"
host = "smtp.brandt.example"
sender = "desktop-sync@brandt.example"
username = "desktop-sync"
password = "mail/password"

[[flows]]
id = "orders"
title = "ERP orders"

[flows.source]
connection = "erp"
pattern = "ORD_*.xml"
min_age = "10s"  # it writes slowly
first_run = "from_now"

[flows.format]
type = "xml"
record = "Orders/Order"

[flows.mapping]
resource = "orders"

[flows.mapping.fields]
external_reference = { from = "Number" }
date = { from = "Date" }
currency = { constant = "EUR" }
"buyer.number" = { from = "CustomerNo" }

[flows.mapping.fields.lines]
each = "Lines/Line"

[flows.mapping.fields.lines.fields]
number = { from = "Pos", convert = ["integer"] }
sku = { from = "Sku" }
quantity = { from = "Qty", convert = ["integer"] }
unit_price = { from = "Price", convert = [{ decimal = "1.234,50" }] }

[flows.target]
connection = "acme"

[flows.schedule]
every = "5min"
"""


EXPORT = """
[[exports]]
id = "daily-orders"
title = "Orders of the day"
empty = "skip"

[exports.query]
connection = "acme"
resource = "orders"
where = [  # Ms Berger wants no test orders
    { from = "status", is = ["open", "shipped"] },
    { any = [{ from = "currency", is = "EUR" }, { from = "currency", is = "CHF" }] },
    { from = "buyer.number", is_not = "10000" },
]
window = { of = "yesterday", field = "updated_at" }

[exports.report]
type = "pdf"
title = "Orders of the day"
sort = ["-date"]

[[exports.report.group_by]]
name = "Customer"
from = "buyer.name"

[[exports.report.columns]]
name = "Order"
from = "external_reference"

[[exports.report.columns]]
name = "Date"
from = "date"
kind = "date"

[[exports.report.columns]]
name = "Net"
from = "totals.net"  # without tax
kind = "money"
currency = "currency"
total = true

[[exports.destinations]]
id = "file"
type = "file"
connection = "erp"
folder = "reports/{from:%Y}"
name = "{flow} {from:%Y-%m-%d}"

[exports.schedule]
at = ["06:30"]
days = ["mon-fri"]
"""


PREVIEW: dict[str, Any] = {
    "columns": [
        {"name": "Customer", "kind": "text"},
        {"name": "Order", "kind": "text"},
        {"name": "Date", "kind": "date"},
        {"name": "Net", "kind": "money"},
    ],
    "rows": [
        ["Bäckerei Holm", "4711", "2026-11-27", "1,204.50"],
        ["Bäckerei Holm", "4714", "2026-11-27", "88.00"],
        ["Gasthof Krone", "4712", "2026-11-27", "412.35"],
        ["Kaufhaus Nord", "4713", "2026-11-27", "9,870.00"],
    ],
    "count": 4,
    "more": False,
    "notes": [],
    "file": "Orders of the day.pdf",
    "each": False,
    "further": [],
    "size": 12,
    "data": "JVBERi0xLjcKJcO2Cg==",
    "first_day": "2026-11-27",
    "last_day": "2026-11-27",
}


def mapping_beside(text: str) -> tuple[str, str]:
    """The same settings with their mapping in ``orders.toml`` beside them, and what stands in that."""
    mapping = text[text.index("[flows.mapping]") : text.index("[flows.target]")]
    inside = mapping.replace("[flows.mapping]\n", "").replace("[flows.mapping.", "[")
    return text.replace(mapping, '[flows.mapping]\nmapping_file = "orders.toml"\n\n'), inside


POLICY = """version = 1

[general]
parallel_runs = 2

[general.network]
proxy = "manual"
proxy_address = "http://proxy.example.com:3128"

[connection_types.acme]
base_url = "https://eu.acme.example"

[[connections]]
id = "central"
title = "Central folder"
type = "folder"
path = "/srv/central"
"""
"""Of the machine's administrator."""


class Safe:
    """Keeps secrets in memory."""

    def __init__(self, *names: str) -> None:
        self.kept: dict[str, str] = dict.fromkeys(names, "stored")

    def set(self, reference: str, value: str) -> None:
        self.kept[reference] = value

    def delete(self, reference: str) -> bool:
        return self.kept.pop(reference, None) is not None

    def list(self) -> tuple[str, ...]:
        return tuple(sorted(self.kept))


class Office:
    """What an engine knows of settings and secrets: a file in ``folder``, and a safe."""

    def __init__(self, folder: Path, text: str = TEXT, policy: str = "") -> None:
        self.folder = folder
        self.safe = Safe("acme/api_key")
        place = folder / "policy.toml"
        if policy:
            place.write_text(policy, encoding="utf-8")
        self.file = SettingsFile(
            folder / "settings.toml", folder / "history", kinds(), policy=PolicyFile(place, kinds())
        )
        if text:
            self.file.path.write_text(text, encoding="utf-8")
        self._facade = Facade(
            Configuring(self.file, lambda: None, self._stored),
            Exchanging(self.file, lambda: None, self._stored),
            Keeping(self.safe, lambda: None),
        )

    def _stored(self, name: str) -> bool:
        return name in self.safe.kept

    def answers(self) -> Mapping[str, Any]:
        """For a ``FakeEngine``."""
        return {name: self._asked(name) for name in self._facade.names()}

    def serve(self, engine: FakeEngine) -> None:
        """``engine`` answers as this does."""
        engine.answers.update(self.answers())
        answer_samples(engine)
        engine.answers["preview_export"] = lambda export, text, tables, most: {**PREVIEW, "export": export}
        engine.answers["fires"] = lambda schedule, flow: tried(schedule, flow, self.folder / "none", lambda: UTC)

    def _asked(self, name: str) -> Any:  # noqa: ANN401 - an answer
        def answer(**values: object) -> Any:  # noqa: ANN401 - plain JSON
            return self._facade.call(name, values, Caller("anna", Role.CHANGE), nobody)

        return answer


def fires(schedule: dict[str, Any] | None, flow: str | None) -> dict[str, Any]:
    """As the engine answers, in Berlin."""
    return tried(schedule, flow, Path("nowhere"), lambda: ZoneInfo("Europe/Berlin"))


def turn_to(detail: PartedDetail, part: str) -> None:
    """As a person does who waits until it is there."""
    detail.show_part(part)
    detail.growing.finish()

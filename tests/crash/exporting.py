"""An installation that brings orders to Acme and exports what changed there, into two folders; or of an HTTP API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from desktop_sync.engine.location import RunResult
from tests.crash.orders import Order
from tests.crash.world import HandClock, World
from tests.query_api import QueryApi

_EXPORT = """
[[connections]]
id = "office"
title = "The office"
type = "folder"
path = '{root}/office'

[[connections]]
id = "latest"
type = "folder"
path = '{root}/latest'

[[exports]]
id = "changes"
title = "Changes"
empty = "skip"
[exports.query]
connection = "acme"
resource = "orders"
window = {{ of = "since_last", field = "updated_at", lag = 0 }}
[exports.report]
type = "delimited"
delimiter = ","
columns = [{{ name = "Order", from = "external_reference" }}, {{ name = "Notes", from = "notes" }}]
[[exports.destinations]]
id = "office"
connection = "office"
folder = "in"
name = "{{flow}}.csv"
done_file = "{{name}}.done"
[[exports.destinations]]
id = "latest"
connection = "latest"
name = "{{flow}}-{{number}}.csv"
existing = "replace"
[exports.schedule]
every = "1h"
zone = "UTC"
"""


_EACH = (
    ('type = "delimited"\ndelimiter = ","', 'type = "delimited"\ndelimiter = ","\nfiles = "each"'),
    ('name = "{{flow}}.csv"', 'name = "{{flow}} {{reference}}.csv"'),
    ('name = "{{flow}}-{{number}}.csv"', 'name = "{{number}}.csv"'),
)


class ExportWorld(World):
    """An installation that brings orders to Acme and exports them again."""

    def configure(self, **changes: object) -> None:
        super().configure(**changes)
        for name in ("office", "latest"):
            (self.root / name).mkdir(exist_ok=True)
        settings = self.data / "settings.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + self.exported(), encoding="utf-8")

    def exported(self) -> str:
        """What the settings say of the export."""
        return _EXPORT.format(root=self.root)

    def settle_exports(self, *ends: str) -> RunResult:
        """Runs, with more and more time between, until it is done, or ends so."""
        for number in range(12):
            result = self.run("changes")
            if result.outcome in {"done", *ends}:
                return result
            self.around.time.sleep(60.0 * 2**number)
        raise AssertionError("something still waits")

    def orders(self, *orders: Order) -> None:
        """Somebody sends them."""
        self.drop(f"{orders[0].no}-{orders[0].rev}.xml", orders)
        self.settle_down()
        self.around.time.sleep(5.0)


class EachWorld(ExportWorld):
    """Every document has a file of its own."""

    def exported(self) -> str:
        text = _EXPORT
        for one, other in _EACH:
            assert one in text
            text = text.replace(one, other)
        return text.format(root=self.root)


_QUERY = """connection = "acme"
resource = "orders"
window = {{ of = "since_last", field = "updated_at", lag = 0 }}
"""
_ROWS = """connection = "shop"
path = "/orders"
query = {{ since = "{{from}}", until = "{{until}}", page = "{{page}}", size = "{{size}}" }}
time_format = "unix"
paging = "page"
page_size = 2
rows = "data/orders"
key = ["no"]
fields = [{{ name = "at", kind = "time" }}]
window = {{ of = "since_last", field = "at", lag = 0 }}
"""
_SHOP = """
[[connections]]
id = "shop"
type = "http_api"
base_url = "{url}"
"""


class RowsWorld(ExportWorld):
    """The orders are rows of an HTTP API, of which every world begins with none."""

    api: ClassVar[QueryApi]

    def configure(self, **changes: object) -> None:
        self.api.rows.clear()
        self.api.now = HandClock(self.around.time, local=False).now
        super().configure(**changes)

    def exported(self) -> str:
        assert _QUERY in _EXPORT
        text = _EXPORT.replace(_QUERY, _ROWS).replace("external_reference", "no")
        return _SHOP.format(url=self.api.url) + text.format(root=self.root)

    def orders(self, *orders: Order) -> None:
        """Somebody writes them there."""
        for one in orders:
            now = self.api.now()
            self.api.put(one.no, now, at=datetime.fromtimestamp(now, UTC).isoformat(), notes=f"version {one.rev}")
        self.around.time.sleep(5.0)

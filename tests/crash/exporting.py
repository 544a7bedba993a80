"""An installation that brings orders to Acme and exports what changed there, into two folders."""

from __future__ import annotations

from desktop_sync.engine.location import RunResult
from tests.crash.orders import Order
from tests.crash.world import World

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

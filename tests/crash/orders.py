"""A legacy system for tests: orders as XML, and the settings of an installation that reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Order:
    """One version of one order. ``kind``: what the header says (N new, C changed, X cancelled, empty: either)."""

    no: str
    rev: int
    text: str = ""
    customer: str = "C-1"
    kind: str = ""

    @property
    def notes(self) -> str:
        return self.text or f"version {self.rev}"

    def xml(self) -> str:
        return (
            f"<Order><No>{escape(self.no)}</No><Rev>{self.rev}</Rev><Kind>{self.kind}</Kind><Date>2026-05-04</Date>"
            f"<Customer>{escape(self.customer)}</Customer><Text>{escape(self.notes)}</Text>"
            f"<Line><Pos>1</Pos><Sku>A-100</Sku><Qty>{self.rev}</Qty><Price>12.50</Price></Line></Order>\n"
        )


def payload(orders: Iterable[Order]) -> bytes:
    """A whole file."""
    return f"<Orders>\n{''.join(order.xml() for order in orders)}</Orders>\n".encode()


BROKEN = b"<Orders>\n<Order><No>K-1</No><Rev>1</Rev>"
"""A file that ends in the middle of its first record."""

_CONNECTION = """
[[connections]]
id = "{id}"
type = "folder"
path = '{path}'
"""

_FLOW = """
[[flows]]
id = "{id}"
[flows.source]
connection = "{id}"
min_age = {min_age}
first_run = "{first_run}"
{source}
[flows.format]
type = "xml"
record = "Orders/Order"
[flows.mapping]
resource = "orders"
{version}
rules = [
  {{ when = {{ from = "Kind", is = ["X"] }}, then = "cancel" }},
  {{ when = {{ from = "Kind", is = ["N"] }}, then = "create" }},
  {{ when = {{ from = "Kind", is = ["C"] }}, then = "update" }},
]
[flows.mapping.fields]
external_reference = {{ from = "No" }}
date = {{ from = "Date" }}
currency = {{ constant = "EUR" }}
"buyer.number" = {{ from = "Customer" }}
notes = {{ from = "Text" }}
source_version = {{ from = "Rev" }}
{fields}
[flows.mapping.fields.lines]
each = "Line"
[flows.mapping.fields.lines.fields]
number = {{ from = "Pos", convert = ["integer"] }}
sku = {{ from = "Sku" }}
quantity = {{ from = "Qty" }}
unit_price = {{ from = "Price" }}
[flows.target]
connection = "acme"
{target}
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an installation's settings say, as far as tests differ in it."""

    flows: tuple[str, ...] = ("orders",)
    min_age: float = 0
    first_run: str = "all"
    hold: str = ""
    versions: bool = True
    on_conflict: str = "legacy_wins"
    on_deleted: str = "ask"
    batch: bool = True
    in_flight: int = 4
    source: str = ""
    fields: str = ""
    general: str = ""
    base_url: str = "http://127.0.0.1:9"

    def text(self, root: Path, profile: Path) -> str:
        """The settings file; each flow ``f`` reads the folder ``root/f``."""
        target = f'on_conflict = "{self.on_conflict}"\non_deleted = "{self.on_deleted}"\n'
        target += self.hold
        target += "" if self.batch else "batch = false\n"
        version = 'version = { from = "Rev", convert = ["integer"] }' if self.versions else ""
        folders = "".join(_CONNECTION.format(id=flow, path=root / flow) for flow in self.flows)
        flows = "".join(
            _FLOW.format(
                id=flow,
                min_age=self.min_age,
                first_run=self.first_run,
                source=self.source,
                version=version,
                fields=self.fields,
                target=target,
            )
            for flow in self.flows
        )
        acme = (
            f'\n[[connections]]\nid = "acme"\ntype = "acme"\nbase_url = "{self.base_url}"\napi_key = "acme/api_key"\n'
            f"profile = '{profile}'\nin_flight = {self.in_flight}\nproxy = \"none\"\n"
        )
        return f"version = 1\n{self.general}\n{folders}{acme}{flows}"

"""HTML of values by their shape: fields as a list, objects as cards, lists of objects as tables. Everything is escaped.

It must not know orders or invoices: what stands first is what the schema names first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from desktop_sync.sandbox.documents import moment

_AMOUNTS = frozenset(
    {"number", "quantity", "unit_price", "line_total", "discount", "tax_rate", "rate", "base", "amount"}
)
_ABBREVIATIONS = frozenset({"sku", "id", "vat", "gln"})


def order_of(schema: object) -> Mapping[str, int]:
    """Where a field stands among others: as the schema lists them, the document's own first."""
    names: dict[str, int] = {}

    def walk(node: object) -> None:
        if isinstance(node, Mapping):
            properties = node.get("properties")
            for name in properties if isinstance(properties, Mapping) else ():
                names.setdefault(str(name), len(names))
            for child in node.values():
                walk(child)

    walk(schema)
    return names


def arranged(fields: Mapping[str, object], order: Mapping[str, int]) -> dict[str, object]:
    """The same fields, those inside too, in the order of the schema; unknown ones last, by name."""
    return {
        name: arranged(value, order) if isinstance(value, Mapping) else value
        for name, value in sorted(fields.items(), key=lambda field: (order.get(field[0], len(order)), field[0]))
    }


def card(title: str, fields: Mapping[str, object]) -> str:
    """One object with its fields; ``title`` is HTML."""
    rows = "".join(f"<dt>{label(name)}<dd>{_value(value)}" for name, value in fields.items())
    return f"<section class=card><h2>{title}</h2><dl>{rows}</dl></section>"


def table(name: str, rows: Sequence[object], order: Mapping[str, int]) -> str:
    """A list of objects: one column for every field that some of them has. Other lists are one cell."""
    objects = [row if isinstance(row, Mapping) else {"": row} for row in rows]
    columns = list(arranged(dict.fromkeys(column for row in objects for column in row), order))
    heads = "".join(f"<th{_class(column)}>{label(column)}" for column in columns)
    cells = ("".join(f"<td{_class(column)}>{_value(row.get(column))}" for column in columns) for row in objects)
    body = "".join(f"<tr>{row}" for row in cells)
    return f"<h2>{label(name)}</h2><div class=wrap><table><thead><tr>{heads}<tbody>{body}</table></div>"


def _class(column: str) -> str:
    return " class=number" if column in _AMOUNTS else ""


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(_value(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    return plain(value)


def plain(value: object) -> str:
    """A single value."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else escape(str(value))


def label(name: str) -> str:
    """A field's name as people write it."""
    words = name.capitalize().split("_")
    return escape(" ".join(word.upper() if word.lower() in _ABBREVIATIONS else word for word in words))


def time(seconds: float) -> str:
    """A moment in UTC, to the second."""
    return moment(seconds)[:19].replace("T", " ") + " UTC"

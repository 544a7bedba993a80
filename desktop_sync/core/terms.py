"""Sums and counts over a document: ``lines.quantity * lines.unit_price``, added up over all entries of a list.

Exact: decimals in, decimals out, no float. It must not know records: what is added was converted before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import NamedTuple

from desktop_sync.core.conversion import Tables, Unfit
from desktop_sync.core.errors import Owner
from desktop_sync.core.mapping_fields import Computed, Field_, Group, Value

Body = Mapping[str, object]
_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
_NAME = r"[^.\s\[\]*]+(?:\.[^.\s\[\]*]+)*"
_TERM = re.compile(rf"\s*(-\s+)?({_NAME}(?:\s*\*\s*{_NAME})*)\s*")


class Missing(Unfit):
    """What is to be added is not there; ``field`` is its name."""

    def __init__(self, field: str, expected: str, owner: Owner = Owner.CLERK) -> None:
        super().__init__(expected, owner)
        self.field = field


class _Term(NamedTuple):
    """``sign``: 1 or -1. ``lists``: groups on the way. ``factors``: fields from there, each by its parts."""

    sign: int
    lists: tuple[tuple[str, ...], ...]
    factors: tuple[tuple[str, ...], ...]


def terms_problem(computed: Computed, fields: Mapping[str, Field_], tables: Tables) -> str:
    """Empty, or why it cannot be computed from these fields."""
    try:
        if computed.count is not None:
            lists, rest = _way(computed.count, fields)
            return "" if lists and rest is None else f"{computed.count} is no list of the document"
        for text in computed.sum or ():
            _term(text, fields)
            for name in named_in(text)[1]:
                _numeric(name, fields, tables)
    except ValueError as error:
        return str(error)
    return ""


def compute(computed: Computed, fields: Mapping[str, Field_]) -> Callable[[Body], Decimal | None]:
    """Gives None where none of its fields is in the document. Raises Missing for an entry without a number."""
    if computed.count is not None:
        lists, _ = _way(computed.count, fields)
        return lambda body: _count(lists, body)
    terms = [_term(text, fields) for text in computed.sum or ()]
    quantum = None if computed.places is None else Decimal(1).scaleb(-computed.places)
    return lambda body: _sum(terms, quantum, body)


def words(computed: Computed) -> str:
    """What is computed, for messages."""
    return (
        f"the number of {computed.count}"
        if computed.count is not None
        else f"the sum of {', '.join(computed.sum or ())}"
    )


def named_in(text: str) -> tuple[int, list[str]]:
    """The sign of one summand and the fields that are multiplied in it. Raises ValueError in words."""
    match = _TERM.fullmatch(text)
    if match is None:
        raise ValueError(f'{text!r} is no sum: write "lines.line_total" or "lines.quantity * lines.unit_price"')
    return -1 if match[1] else 1, re.findall(_NAME, match[2])


def _term(text: str, fields: Mapping[str, Field_]) -> _Term:
    sign, names = named_in(text)
    ways = [_way(name, fields) for name in names]
    if any(rest is None for _, rest in ways):
        raise ValueError(f"{text!r} names a list or an object, and only numbers can be added")
    lists = {found for found, _ in ways}
    if len(lists) > 1:
        raise ValueError(f"{text!r} multiplies fields that do not stand in the same entry")
    return _Term(sign, lists.pop(), tuple(rest for _, rest in ways if rest is not None))


def _way(name: str, fields: Mapping[str, Field_]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...] | None]:
    """The lists on the way to a field, each by the parts from the one before, and the parts after the last list.

    None instead of these for a list. Raises ValueError for what the mapping does not have.
    """
    lists: list[tuple[str, ...]] = []
    open_: list[str] = []
    known = ""
    for part in name.split("."):
        known = f"{known}.{part}" if known else part
        open_.append(part)
        field = fields.get(known)
        if isinstance(field, Group):
            if field.each is not None:
                lists.append(tuple(open_))
                open_ = []
            fields, known = field.fields, ""
    if known and not isinstance(fields.get(known), Value | Computed):
        raise ValueError(f"the mapping has no field {name}")
    return tuple(lists), tuple(open_) or None


def _numeric(name: str, fields: Mapping[str, Field_], tables: Tables) -> None:
    field = _field(name, fields)
    if isinstance(field, Value):
        gives = field.convert[-1].gives(tables) if field.convert else "text"
        constant = field.constant is not None and not isinstance(field.constant, bool) and _number(field.constant)
        if gives != "number" and not constant and not field.position:
            raise ValueError(
                f'{name} is text: say how its number is written, such as convert = [{{decimal = "1234.50"}}]'
            )


def _field(name: str, fields: Mapping[str, Field_]) -> Field_ | None:
    known = ""
    for part in name.split("."):
        known = f"{known}.{part}" if known else part
        field = fields.get(known)
        if isinstance(field, Group):
            fields, known = field.fields, ""
    return fields.get(known)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _count(lists: Sequence[Sequence[str]], body: Body) -> Decimal | None:
    if _at(body, lists[0]) is None:
        return None
    return Decimal(sum(1 for _ in _entries(lists, body, "")))


def _sum(terms: Sequence[_Term], quantum: Decimal | None, body: Body) -> Decimal | None:
    total, seen = Decimal(0), False
    for term in terms:
        if _at(body, term.lists[0] if term.lists else term.factors[0]) is None:
            continue
        seen = True
        for where, entry in _entries(term.lists, body, ""):
            amount = _product(term, entry, where)
            if quantum is not None:
                amount = amount.quantize(quantum, context=_EXACT)
            total = _EXACT.add(total, amount) if term.sign > 0 else _EXACT.subtract(total, amount)
    return total if seen else None


def _product(term: _Term, entry: Body, where: str) -> Decimal:
    product = Decimal(1)
    for factor in term.factors:
        found = _at(entry, factor)
        number = _number(found)
        if number is None:
            raise Missing(f"{where}{'.'.join(factor)}", "a number that can be added up")
        product = _EXACT.multiply(product, number)
    return product


def _entries(lists: Sequence[Sequence[str]], body: Body, where: str) -> Iterator[tuple[str, Body]]:
    """Every entry at the end of the lists, with its name and a point, as ``lines[2].``."""
    if not lists:
        yield where, body
        return
    found = _at(body, lists[0])
    for number, entry in enumerate(found if isinstance(found, list) else (), 1):
        if isinstance(entry, Mapping):
            yield from _entries(lists[1:], entry, f"{where}{'.'.join(lists[0])}[{number}].")


def _at(body: object, parts: Sequence[str]) -> object:
    for part in parts:
        body = body.get(part) if isinstance(body, Mapping) else None
    return body

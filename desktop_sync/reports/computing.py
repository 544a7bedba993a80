"""Fields of rows by their path, and sums and counts over them: ``lines.quantity * lines.unit_price``. Exact.

Where a number is missing, or what stands there is none, the whole sum is unknown: half a sum would be a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from desktop_sync.core.reports import Row
from desktop_sync.core.terms import named_in
from desktop_sync.reports.locales import EXACT, added

_LONGEST = 60  # characters of a number; 1E+999999999 is none that anybody means
Path: TypeAlias = "tuple[str, ...]"


def getter(path: str) -> Callable[[Row], object]:
    """What stands at ``buyer.name``; None where nothing does."""
    first, *rest = path.split(".")
    if not rest:
        return lambda row: row.get(first)
    if len(rest) == 1:
        [second] = rest

        def get_two(row: Row) -> object:
            inner = row.get(first)
            return inner.get(second) if isinstance(inner, Mapping) else None

        return get_two
    parts = tuple(path.split("."))
    return lambda row: value_at(row, parts)


def value_at(value: object, parts: Sequence[str]) -> object:
    """As ``getter``."""
    for part in parts:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def decimal_of(value: object) -> Decimal | None:
    """The number that a JSON value is; None for everything else."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > _LONGEST:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and -_LONGEST < found.adjusted() < _LONGEST else None


def counter(path: str) -> Callable[[Row], Decimal | None]:
    """Entries of a list; None where there is no list."""
    get = getter(path)

    def count(row: Row) -> Decimal | None:
        found = get(row)
        return Decimal(len(found)) if isinstance(found, list | tuple) else None

    return count


def summer(texts: Sequence[str], places: int | None) -> Callable[[Row], Decimal | None]:
    """Summands added up, each rounded to ``places`` before; None where one is unknown."""
    terms = [(sign, tuple(tuple(name.split(".")) for name in names)) for sign, names in map(named_in, texts)]
    quantum = None if places is None else Decimal(1).scaleb(-places)

    def add_up(row: Row) -> Decimal | None:
        total = Decimal()
        for sign, factors in terms:
            found = _product(row, factors, quantum)
            if found is None:
                return None
            total = added(total, found if sign > 0 else found.copy_negate())
        return total

    return add_up


def _product(at: object, factors: tuple[Path, ...], quantum: Decimal | None) -> Decimal | None:
    """Of all factors; over every entry where they stand in one list."""
    heads = {factor[0] for factor in factors}
    if len(heads) == 1 and all(len(factor) > 1 for factor in factors):
        inner, rest = value_at(at, (*heads,)), tuple(factor[1:] for factor in factors)
        if not isinstance(inner, list | tuple):
            return _product(inner, rest, quantum)
        total = Decimal()
        for entry in inner:
            found = _product(entry, rest, quantum)
            if found is None:
                return None
            total = added(total, found)
        return total
    product = Decimal(1)
    for factor in factors:
        number = decimal_of(value_at(at, factor))
        if number is None:
            return None
        product = EXACT.multiply(product, number)
    return product if quantum is None else product.quantize(quantum, context=EXACT)

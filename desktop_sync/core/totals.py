"""Computed fields and checks of one mapping, run once the body is filled.

A total that is not what the lines say is a fault that names both; it must not know records beyond the values taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import cast

from desktop_sync.core.conversion import Tables, Unfit
from desktop_sync.core.converters import chain
from desktop_sync.core.deciding import Undecided, meant
from desktop_sync.core.filling import Miss
from desktop_sync.core.mapping_fields import Computed
from desktop_sync.core.mapping_model import Check, MappingModel, Taken
from desktop_sync.core.model import Values
from desktop_sync.core.terms import Body, Missing, compute, words

Given = Callable[[Body, Values], tuple[str, str, Decimal | None]]
"""Field, source, number."""


class Totals:
    """False where a mapping has nothing to add up."""

    def __init__(self, model: MappingModel) -> None:
        named = [(name, value) for name, value in model.fields.items() if isinstance(value, Computed)]
        self._computed = [(name, value.count is not None, compute(value, model.fields)) for name, value in named]
        self._checks = [(check, compute(check, model.fields), _given(check, model)) for check in model.checks]

    def __bool__(self) -> bool:
        return bool(self._computed or self._checks)

    def makes(self, field: str) -> bool:
        """Whether it is computed, or something inside it is."""
        return any(name == field or name.startswith(f"{field}.") for name, _, _ in self._computed)

    def add(self, body: dict[str, object], values: Values, misses: list[Miss]) -> None:
        """Puts the computed fields into the body and checks the totals."""
        for name, counts, computed in self._computed:
            try:
                found = computed(body)
            except Missing as missing:
                misses.append(Miss(missing.field, "", "", missing))
                continue
            if found is not None:
                _put(body, name.split("."), int(found) if counts else format(found, "f"))
        if not misses:
            misses.extend(self._checked(body, values))

    def _checked(self, body: Body, values: Values) -> Iterator[Miss]:
        for check, computed, given in self._checks:
            field, source, value = "", "", ""
            try:
                field, source, said = given(body, values)
                found = computed(body)
            except Missing as missing:
                yield Miss(missing.field, "", "", missing)
                continue
            except Undecided as undecided:
                yield Miss("", undecided.source, undecided.value, undecided.unfit)
                continue
            if said is None or found is None or abs(found - said) <= check.tolerance:
                continue
            value = format(said, "f")
            yield Miss(field, source, value, _differs(check, found, said))


def _differs(check: Check, found: Decimal, said: Decimal) -> Unfit:
    allowed = f", {check.tolerance:f} allowed" if check.tolerance else ""
    return Unfit(f"{found:f} ({words(check)}; {abs(found - said):f} apart{allowed})")


def _given(check: Check, model: MappingModel) -> Given:
    if isinstance(check.equals, Taken):
        return _from_record(check.equals, model.tables)
    name, equals = check.equals, compute(Computed(sum=(check.equals,)), model.fields)
    return lambda body, _: (name, "", equals(body))


def _from_record(taken: Taken, tables: Tables) -> Given:
    convert, default = chain(taken.convert, tables), taken.default
    element = meant(taken.one, taken.where, tables)

    def given(_: Body, values: Values) -> tuple[str, str, Decimal | None]:
        entry, at = (values, "") if element is None else element(values)
        text, source = (cast("str | None", entry.get(taken.from_)) or "").strip(), f"{at}{taken.from_}"
        if not text or convert is None:
            return "", source, None if default is None else Decimal(str(default))
        try:
            return "", source, Decimal(cast("Decimal", convert(text)))
        except Unfit as unfit:
            raise Undecided(source, text, unfit) from None

    return given


def _put(body: dict[str, object], parts: list[str], value: object) -> None:
    *outer, own = parts
    for part in outer:
        body = cast("dict[str, object]", body.setdefault(part, {}))
    body[own] = value

"""Does a document satisfy its resource's JSON Schema (2020-12), in words that people understand?

Comparing a document with what Acme holds is ``core.comparing`` (re-exported here). It must not know where
schemas are kept, nor how a document came about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_sync.core.comparing import differing_fields, node_at, same_content
from desktop_sync.core.errors import Owner, SettingsError
from desktop_sync.core.model import Document, Fault
from desktop_sync.core.nearest import nearest
from desktop_sync.core.places import field_of, field_of_pointer
from desktop_sync.core.states import Operation

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

__all__ = [
    "Validator",
    "differing_fields",
    "field_of_pointer",
    "missing_fields",
    "same_content",
    "unknown_fields",
]

_MOST = 50  # faults of one document that are listed
_SHOWN = 100
_FORMATS = {
    "decimal": "a decimal number like 12.50",
    "date": "a date like 2024-03-31",
    "date-time": "a time with its zone like 2024-03-31T14:05:30Z",
    "time": "a time of day like 14:05:30",
    "email": "an e-mail address",
    "uri": "an internet address (URI)",
    "uuid": "a UUID",
}
_ONE_LINE = "^[^\\u0000-\\u001f\\u007f]+$"  # as Acme's schemas say it
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "several fields",
    "array": "a list",
    "null": "nothing",
}


class Validator:
    """One resource's schema, compiled once, for the first document: most of a megabyte, and its library seven more."""

    def __init__(self, schema: Mapping[str, object]) -> None:
        self._schema = schema

    @cached_property
    def _whole(self) -> Draft202012Validator:
        return _compiled(self._schema)

    @cached_property
    def _some(self) -> Draft202012Validator:
        """For documents that need not be whole."""
        return _compiled(_undemanding(self._schema))

    def faults(self, document: Document) -> list[Fault]:
        """What is wrong with the document's non-empty fields. SettingsError when the schema is no JSON Schema.

        A partial document, and one that only cancels, need not have every required field; objects inside are
        replaced whole by an update, so what they require is demanded always.
        """
        body = {name: value for name, value in document.body.items() if value is not None}
        loose = document.partial or document.operation is Operation.CANCEL
        validator = self._some if loose else self._whole
        if validator.is_valid(body):
            return []
        found: list[Fault] = []
        for error in validator.iter_errors(body):
            found.extend(self._faults(error))
            if len(found) >= _MOST:
                break
        return found

    def _faults(self, error: ValidationError) -> list[Fault]:
        field, kind = field_of(error.instance_path), error.kind
        if kind.name == "required":
            return [_fault(_inside(field, getattr(kind, "property", "")), "Acme requires it, and it is missing")]
        if kind.name in {"additionalProperties", "unevaluatedProperties"}:
            known = node_at(self._schema, error.instance_path).get("properties")
            return [
                _fault(_inside(field, name), f"Acme has no such field{_near(name, known)}", owner=Owner.VENDOR)
                for name in getattr(kind, "unexpected", ())
            ]
        node = node_at(self._schema, error.instance_path)
        value = _short(error.instance)
        return [_fault(field, f"expected {_expected(kind, node)}, found {value}", value)]


def _compiled(schema: Mapping[str, object]) -> Draft202012Validator:
    import jsonschema_rs

    try:
        return jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        raise SettingsError(f"A schema of the API profile is not a JSON Schema (2020-12): {error}") from error


def unknown_fields(schema: Mapping[str, object], fields: Iterable[str]) -> list[tuple[str, str]]:
    """Of the fields (``lines[].sku``) those that the resource does not have, each with the nearest that it has."""
    found: dict[str, tuple[str, str]] = {}
    for field in fields:
        parts = _path(field)
        for depth, own in enumerate(parts):
            node = node_at(schema, parts[:depth])
            properties = node.get("properties")
            closed = isinstance(properties, Mapping) and node.get("additionalProperties") is False
            if closed and isinstance(own, str) and own not in properties:  # type: ignore[operator] # it is a Mapping
                name = ".".join(str(part) for part in parts[: depth + 1] if isinstance(part, str))
                found.setdefault(name, (field, f"Acme has no field {name}{_near(own, properties)}"))
                break
    return list(found.values())


def missing_fields(schema: Mapping[str, object], fields: Collection[str]) -> list[str]:
    """What the resource requires and the fields do not have, in words; also inside objects and lists that they have."""
    return list(_missing(schema, schema, {"", *fields}, ""))


def _missing(
    whole: Mapping[str, object], node: Mapping[str, object], fields: Collection[str], at: str
) -> Iterator[str]:
    for name in _listed(node.get("required", ())):
        own = f"{at}{name}"
        if not any(field == own or field.startswith((f"{own}.", f"{own}[")) for field in fields):
            words = own.replace("[]", "")
            yield f"Acme requires {words}, and the mapping has no rule for it: every new document is refused"
    properties = node.get("properties")
    for name in properties if isinstance(properties, Mapping) else ():
        for inside in (f"{at}{name}.", f"{at}{name}[]."):
            if any(field.startswith(inside) for field in fields):
                yield from _missing(whole, node_at(whole, _path(inside[:-1])), fields, inside)


def _path(field: str) -> list[str | int]:
    """``lines[].sku`` → ``["lines", 0, "sku"]``."""
    found: list[str | int] = []
    for part in field.split("."):
        found.extend([part[:-2], 0] if part.endswith("[]") else [part])
    return found


def _undemanding(schema: Mapping[str, object]) -> dict[str, object]:
    """The schema without the required fields of its top level."""
    less = {name: value for name, value in schema.items() if name != "required"}
    for name in ("allOf", "anyOf", "oneOf"):
        if isinstance(parts := less.get(name), list):
            less[name] = [_undemanding(part) if isinstance(part, Mapping) else part for part in parts]
    return less


def _expected(kind: object, node: Mapping[str, object]) -> str:
    """What the schema wants here, in words; a pattern says nothing to people, an example does."""
    name, form = str(getattr(kind, "name", "")), str(node.get("format", ""))
    if name in _LIMITS:
        return _LIMITS[name](getattr(kind, "limit", ""))
    if name in {"enum", "constant"}:
        options = getattr(kind, "options", None) or [getattr(kind, "expected_value", "")]
        return "one of " * (len(options) > 1) + ", ".join(str(option) for option in options)
    if form in _FORMATS:
        return _FORMATS[form]
    return _described(kind, name, node)


def _described(kind: object, name: str, node: Mapping[str, object]) -> str:
    if name == "type":
        return " or ".join(_TYPES.get(str(one), str(one)) for one in _listed(node.get("type", "another kind of value")))
    if examples := _listed(node.get("examples", ())):
        return f"a value like {examples[0]}"
    if name == "pattern" and getattr(kind, "pattern", "") == _ONE_LINE:
        return "text in one line, without line breaks, tabs and control characters"
    if name == "pattern":
        return f"text of the form {getattr(kind, 'pattern', '')}"
    return str(node.get("description", "something else")).rstrip(".")


_LIMITS: Mapping[str, Callable[[object], str]] = {
    "minLength": lambda limit: f"at least {limit} characters",
    "maxLength": lambda limit: f"at most {limit} characters",
    "minItems": lambda limit: f"at least {limit} {'entry' if limit == 1 else 'entries'}",
    "maxItems": lambda limit: f"at most {limit} entries",
    "minimum": lambda limit: f"at least {limit}",
    "maximum": lambda limit: f"at most {limit}",
    "exclusiveMinimum": lambda limit: f"more than {limit}",
    "exclusiveMaximum": lambda limit: f"less than {limit}",
    "maxProperties": lambda limit: f"at most {limit} fields",
    "minProperties": lambda limit: f"at least {limit} fields",
}


def _inside(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value]


def _fault(field: str, message: str, value: str = "", owner: Owner = Owner.CLERK) -> Fault:
    return Fault(message, field=field, value="" if value in {"", "an empty list"} else value.strip("'"), owner=owner)


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return "several fields"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"'{_in_one_line(text)}'" if isinstance(value, str) else text


def _in_one_line(text: str) -> str:
    """For a message; what nobody would see is spelt."""
    lines = " ⏎ ".join(text.splitlines())
    return lines if lines.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in lines)


def _near(name: str, known: object) -> str:
    names = [str(one) for one in known] if isinstance(known, Iterable) else []
    near = nearest(name, names)
    return f"; did you mean {near[0]}?" if near else ""

"""The base of every connector's options, and the kinds of value that they share.

One declaration validates the settings, writes the reference page and routes secrets. An ``Options``
model stands beside its class and describes each field; it must not know files, the keyring or TOML.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError

_NO_TEXT: tuple[tuple[type, Literal["bool_type", "int_type", "float_type"]], ...] = (
    (bool, "bool_type"), (int, "int_type"), (float, "float_type"),
)  # fmt: skip
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_DURATION_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*")
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.IGNORECASE)
_LONGEST = 10 * 366 * 86_400.0
_LARGEST = 2**50

_REFERENCE_PART = r"[a-z0-9][a-z0-9._-]{0,39}"
_REFERENCE = re.compile(rf"{_REFERENCE_PART}(?:/{_REFERENCE_PART}){{1,3}}")
_RANDOM = re.compile(r"(?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d)[a-z0-9]{20,}")


class Options(BaseModel):
    """Base of all options: unknown names are refused, values never change, and no error text repeats an input."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False
    )

    @field_validator("*", mode="before")
    @classmethod
    def _no_text(cls, value: object, info: ValidationInfo) -> object:
        """TOML has words for yes and no, and numbers: a text in their place is a mistake, whatever it says."""
        if isinstance(value, str) and info.field_name is not None:
            field = cls.model_fields[info.field_name]
            reads_text = any(isinstance(one, BeforeValidator) for one in field.metadata)
            for kind, error in _NO_TEXT:
                if field.annotation in {kind, kind | None} and not reads_text:
                    raise PydanticKnownError(error)
        return value


@dataclass(frozen=True, slots=True)
class Kind:
    """What a person writes for a field of this kind, in words: for the reference page (``x-kind`` in the schema)."""

    words: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "x-kind": self.words}


def form(
    *,
    first: bool = False,
    path: Literal["file", "folder", "tokens", ""] = "",
    choices: Mapping[str, str] | None = None,
    other: Literal["date", ""] = "",
    connections: Literal["sources", "targets", "queries", "mailers", "destinations", ""] = "",
    fields: Literal["one", "several", "list", "date", "resource", ""] = "",
    none: str = "",
    when: tuple[str, str] | tuple[()] = (),
) -> JsonDict:
    """How a form shows a field, for ``Field(json_schema_extra=…)``; in the schema each stands behind ``x-``.

    ``first``: it stands before the fold. ``choices``: value → words; ``other``: what may be written instead of them.
    ``connections``: the id of one of these is written. ``fields``: a field of the resource, several, or one that is a
    list, or a date; or the resource. ``none``: what it means that a table is left out whose first option is a choice.
    ``when``: it matters only while the named option has this value. ``path``: of a file or folder, or a name that is
    made of tokens, such as ``{flow}``.
    """
    words: JsonDict = dict((choices or {}).items())
    told: JsonDict = {
        "x-first": first,
        "x-path": path,
        "x-choices": words,
        "x-other": other,
        "x-connections": connections,
        "x-fields": fields,
        "x-none": none,
        "x-when": list(when),
    }
    return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class SecretMark:
    """Marks a field that names a secret; such a field's input is never repeated in a message."""


def seconds(value: object) -> float:
    """``"10s"``, ``"2min"``, ``"1h 30min"`` or a bare number of seconds, as seconds (0 to 10 years)."""
    found = _parts(value) if isinstance(value, str) else _number(value)
    if found is None or not math.isfinite(found) or not 0 <= found <= _LONGEST:
        raise PydanticCustomError("duration", 'expected a time such as "10s", "2min", "1h 30min" or "3d"')
    return found


def _parts(text: str) -> float | None:
    total, at = 0.0, 0
    while match := _DURATION_PART.match(text, at):
        total, at = total + float(match[1]) * _SECONDS[match[2]], match.end()
    return total if at == len(text) and at > 0 else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def size_in_bytes(value: object) -> int:
    """``"10MB"`` (powers of 1,000), ``"10MiB"`` (powers of 1,024) or a bare number of bytes (0 to 1 PiB)."""
    found = _number(value)
    if isinstance(value, str) and (match := _SIZE.fullmatch(value)):
        unit = _BYTES.get(match[2].upper())
        found = float(match[1]) * unit if unit else None
    if found is None or not math.isfinite(found) or not 0 <= found <= _LARGEST or found != int(found):
        raise PydanticCustomError("size", 'expected a size such as "500kB", "10MB" or "1GiB"')
    return int(found)


def duration_as_written(value: float) -> str:
    """As a person writes it: the largest unit that leaves a whole number; days only where there are several."""
    for unit, many, least in (("d", 86_400, 2), ("h", 3600, 1), ("min", 60, 1)):
        if value >= least * many and value % many == 0:
            return f"{value // many:.0f}{unit}"
    return f"{value:g}s"


def size_as_written(value: float) -> str:
    """As a person writes it: the largest unit that leaves a whole number."""
    for unit, many in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if value and value % many == 0:
            return f"{value // many:.0f}{unit}"
    return f"{value:.0f}"


def as_written(kind: str) -> Callable[[float], str]:
    """How a number of this ``Kind`` is written in the settings."""
    if kind.startswith("time such"):
        return duration_as_written
    return size_as_written if kind.startswith("size") else _plainly


def _plainly(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def secret_reference(value: str) -> str:
    """The name of a secret, such as ``acme/api_key``. What may be the secret itself is refused, and not repeated."""
    if _REFERENCE.fullmatch(value) is None or any(_RANDOM.fullmatch(part) for part in value.split("/")):
        raise PydanticCustomError(
            "secret_reference",
            'expected the name of a secret, such as "acme/api_key", never the secret itself; '
            "store the secret with: desktop-sync secret set NAME, and write NAME here",
        )
    return value


def whole_path(value: str) -> str:
    """A path that does not depend on where somebody stands; empty: none."""
    if value and ("\0" in value or not Path(value).is_absolute()):
        raise PydanticCustomError(
            "whole_path", "expected the whole path of the file: nobody knows from where it is looked for"
        )
    return value


def _found(value: str, info: ValidationInfo) -> str:
    """Where the file is, by whoever validates: options do not look at disks."""
    find = (info.context or {}).get("find")
    return str(find(value)) if value and callable(find) else value


WholePath = Annotated[str, AfterValidator(whole_path), Kind("whole path of a file")]
NamedFile = Annotated[str, AfterValidator(_found), Kind("path of a file")]
Duration = Annotated[float, BeforeValidator(seconds), Kind('time such as "10s", "2min", "1h"')]
Size = Annotated[int, BeforeValidator(size_in_bytes), Kind('size such as "500kB", "10MB"')]
Secret = Annotated[str, AfterValidator(secret_reference), SecretMark(), Kind('name of a secret such as "acme/api_key"')]


def marks(field: FieldInfo) -> Iterator[object]:
    """Every piece of metadata of a field, also those inside ``X | None``."""
    yield from field.metadata
    yield from _inner(field.annotation)


def _inner(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _inner(part)


def is_secret(field: FieldInfo) -> bool:
    """Whether the field holds the name of a secret."""
    return any(isinstance(mark, SecretMark) for mark in marks(field))


def secret_references(options: BaseModel) -> dict[str, str]:
    """Field name → reference, for the secret fields of ``options`` that are set."""
    named = ((name, getattr(options, name)) for name, field in type(options).model_fields.items() if is_secret(field))
    return {name: value for name, value in named if isinstance(value, str) and value}

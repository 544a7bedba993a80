"""From a name and JSON values to a call of a method: what does not fit is refused in words, before anything is done."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Owner, Rejected, Stop
from desktop_sync.core.events import Publish


@dataclass(frozen=True, slots=True)
class Call:
    """What every method is told beside its values: who asks, whom to tell what happens meanwhile, and whether it is
    still wanted (``token`` is set when it is not).
    """

    who: str
    tell: Publish
    token: threading.Event = field(default_factory=threading.Event)


Method = Callable[..., Any]
LARGEST = 2**63 - 1  # what the ledger can hold
_MAY = {Role.LOOK: "look", Role.STEER: "steer", Role.CHANGE: "change settings"}


def allowed(caller: Caller, method: str, role: Role) -> None:
    """Stop when the caller may not ask for this."""
    if caller.role < role:
        raise Stop(
            f'{caller.account} may {_MAY[caller.role]} here; "{method}" is for those who may {_MAY[role]}.',
            "Ask the administrator of this machine to do it, or for the right to.",
            Owner.IT,
        )


def fitting(name: str, method: Method, values: Mapping[str, object]) -> Mapping[str, object]:
    """The values, each of the type that the method's signature says. Rejected otherwise; no value is repeated."""
    wanted, needed = _signature(_plain(method))
    unknown = sorted(set(values) - set(wanted))
    missing = sorted(needed - set(values))
    wrong = sorted(one for one, value in values.items() if one in wanted and not fits(value, wanted[one]))
    for what, names in (("does not know", unknown), ("needs", missing), ("cannot use what was given as", wrong)):
        if names:
            raise Rejected(
                f'"{name}" {what} {", ".join(names)}.', "The program that asks is perhaps of another version."
            )
    return values


def fits(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type, as annotations have it
    """Whether a plain JSON value is of this type; a whole number is also a float."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return any(fits(value, one) for one in inner)
    if origin is Literal:
        return value in inner
    if origin is Sequence:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    return isinstance(value, dict) if origin is Mapping else _is(value, kind)


def _is(value: object, kind: type) -> bool:
    if isinstance(value, bool) or kind is NoneType:
        return type(value) is kind
    if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        return False
    return isinstance(value, int | float if kind is float else kind)


def _plain(method: Method) -> Method:
    return getattr(method, "__func__", method)


@cache
def _signature(method: Method) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Types by name, and the names that cannot be left out: all that may be given by name."""
    hints = get_type_hints(method)
    named = [one for one in inspect.signature(method).parameters.values() if one.kind is one.KEYWORD_ONLY]
    needed = frozenset(one.name for one in named if one.default is one.empty)
    return {one.name: hints[one.name] for one in named}, needed

"""What can happen in a scene: files are dropped, packed or copied back, others do something, a command is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Drop:
    """Samples (below ``samples``) are copied into a folder of the demo, under their own names."""

    folder: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Samples are packed into one .zip, which appears in a folder of the demo."""

    folder: str
    archive: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutBack:
    """A person copies a file out of the archive, back into its folder."""

    folder: str
    name: str


@dataclass(frozen=True, slots=True)
class AddCustomer:
    """Somebody adds a customer in Acme."""

    number: str


@dataclass(frozen=True, slots=True)
class Command:
    """``desktop-sync`` with these arguments; ``code``: how it has to end."""

    arguments: tuple[str, ...]
    code: int = 0


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret is stored, as if it were piped in."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Happens:
    """A system of others does something, told as it is."""

    told: str
    does: Callable[[], None]


Step: TypeAlias = Drop | Pack | PutBack | AddCustomer | Command | Secret | Happens


@dataclass(frozen=True, slots=True)
class Scene:
    """``before``: what the legacy system does; ``see``: what to see.

    ``writes``: what Acme has to accept meanwhile, by external reference: ``create`` or ``update`` (of several writes of
    one document the first). Nothing else may be written.
    """

    title: str
    before: str
    steps: tuple[Step, ...]
    see: str
    writes: Mapping[str, str]

"""What a server of others adds to the demo. It must not know any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from desktop_sync.commands.demo.judge import Name
from desktop_sync.commands.demo.steps import Scene


@dataclass(frozen=True, slots=True)
class Extra:
    """``connection``, ``flow``: as settings have them; ``words``: what commands and secrets need.

    ``expected``: as ``story.EXPECTED``. ``secrets``: their names; they are forgotten at the end.
    """

    connection: Mapping[str, Any]
    flow: Callable[[Mapping[str, Any]], Mapping[str, Any]]  # made of the flow of the ERP's orders
    scenes: Sequence[Scene]
    words: Mapping[str, str]
    expected: Mapping[Name, Sequence[str]]
    secrets: Sequence[str] = ()


def orders_flow(
    flow: Mapping[str, Any], name: str, title: str, source: Mapping[str, Any], fields: Mapping[str, Any]
) -> Mapping[str, Any]:
    """From another source, into the same orders as ``flow``."""
    mapping = {"resource": "orders", "fields": fields}
    return {"id": name, "title": title, "source": source, "target": deepcopy(flow["target"]), "mapping": mapping}


Server: TypeAlias = Callable[[Path], AbstractContextManager[Extra | str]]
"""Runs while it is open, in a folder of the demo; a text: why it cannot run here."""

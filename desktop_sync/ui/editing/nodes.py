"""A document's content as a tree of fields that keeps the kind of every value. Pure; JSON values in and out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from desktop_sync.ui.figures import fits


@dataclass(slots=True, eq=False)
class Node:
    """``path`` as the engine names fields: ``lines[2].quantity``. One with ``children`` has no value of its own."""

    name: str
    path: str
    value: Any = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    many: bool = False  # a list
    whole: bool = False  # several fields, or a list; perhaps empty
    place: int = 0  # among its siblings

    @property
    def text(self) -> str:
        """The value as it is typed; empty where there is none."""
        if self.value is None:
            return ""
        return self.value if isinstance(self.value, str) else json.dumps(self.value)

    def body(self) -> Any:  # noqa: ANN401 - a JSON value
        """The content from here on."""
        if not self.whole:
            return self.value
        if self.many:
            return [one.body() for one in self.children]
        return {one.name: one.body() for one in self.children}

    def all(self) -> Iterator[Node]:
        """It and all below it, from top to bottom."""
        todo = [self]
        while todo:
            one = todo.pop()
            yield one
            todo.extend(reversed(one.children))


def tree(body: object, name: str = "", path: str = "", parent: Node | None = None, place: int = 0) -> Node:
    """Of a JSON value."""
    made = Node(name, path, parent=parent, place=place)
    if isinstance(body, dict):
        made.whole = True
        named = [(key, f"{path}.{key}" if path else key, value) for key, value in body.items()]
    elif isinstance(body, list):
        made.whole = made.many = True
        named = [(str(at), f"{path}[{at}]", value) for at, value in enumerate(body, 1)]
    else:
        made.value, named = body, []
    made.children = [tree(value, key, below, made, at) for at, (key, below, value) in enumerate(named)]
    return made


def typed(text: str, before: object) -> object:
    """What a person typed, in the kind that stood there: a number stays one, nothing stays nothing."""
    if isinstance(before, bool):
        return text == "true"
    if isinstance(before, int | float):
        return _number(text)
    return None if before is None and not text else text


def _number(text: str) -> object:
    try:
        value = json.loads(text, parse_constant=str)
    except ValueError:
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) and fits(value) else text


def parsed(text: str) -> dict[str, Any]:
    """ValueError, in words for people, when it is no JSON object."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} ({error.lineno}:{error.colno})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not fits(found):
        raise ValueError("a number is too large")
    if not isinstance(found, dict):
        raise ValueError("{ } expected")  # noqa: TRY004 - whoever typed it is told so
    return found


def _no_number(name: str) -> object:
    raise ValueError(name)


def named_in(note: str, root: Node, reference: str = "") -> list[Node]:
    """The fields that a refusal speaks of: by path, else by their value, else by a name before a colon.

    ``reference`` names the document itself, and is no field that is meant.
    """
    leaves = [one for one in root.all() if not one.whole and one.path and one.text != reference]
    inner = [one for one in leaves if one.parent is not root]
    return (
        [one for one in inner if _says(note, _in_words(one.path)) or _says(note, one.path)]
        or [one for one in leaves if len(one.text) > 2 and _says(note, one.text)]  # noqa: PLR2004 - a word
        or [one for one in leaves if one.parent is root and _says(note, f"{one.path}:")]
    )


def _in_words(path: str) -> str:
    """``lines 2, quantity``: as errors of Acme are told."""
    return re.sub(r"\[([0-9]+)\]", r" \1", path).replace(".", ", ")


def _says(note: str, word: str) -> bool:
    return re.search(rf"(?<![\w.\]]){re.escape(word)}(?![\w\[])", note) is not None

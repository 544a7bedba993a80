"""What of a sample could feed which field of a resource: by names in English and German, and by what stands there.

Pure. A proposal says why it is made; where several would do, none is made and all are named. It must not know how
values are converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from desktop_sync.core.meanings import concepts, plain, strange_words
from desktop_sync.core.outline import Branch

Why: TypeAlias = Literal[
    "same_name", "known_name", "similar_name", "repeats", "marked", "counter", "time", "row_version"
]
ENOUGH = 0.7
CLOSE = 0.05  # two that differ by less are both possible
MOST = 400  # fields of a sample
ASKED = 5  # candidates that are named
_ALIKE = 0.84
_PARTIES = frozenset({"buyer", "seller", "ship"})
_QUIET = frozenset({"address", "party", "header", "kopf", "totals"})
_FORMS = {
    "date": re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d{6}"),
    "decimal": re.compile(r"[-+]?[\d.,' ]*\d"),
    "integer": re.compile(r"\d+"),
    "number": re.compile(r"[-+]?[\d.,' ]*\d"),
    "boolean": re.compile(r"(?i)true|false|ja|nein|yes|no|[01jn]"),
    "time": re.compile(r"\d{4}-\d\d-\d\d[T ].*|.*\d{1,2}:\d\d.*"),
}
_NUMBER, _NAME, _MAIN = frozenset({"number"}), frozenset({"name"}), frozenset({"buyer"})
_KEYS, _DOCUMENTS = frozenset({"external_reference", "number"}), frozenset({"order", "invoice"})
_SPECIAL: Mapping[str, frozenset[str]] = {
    "external_reference": frozenset({"number"}),
    "customer_reference": frozenset({"your", "reference"}),
    "unit_price": frozenset({"price"}),
}


@dataclass(frozen=True, slots=True)
class Fed:
    """A field of a sample: ``groups`` around it and its ``path`` in the innermost; ``group``: it repeats.

    Of several elements, ``one`` is their path, and it stands in that which has ``value`` at ``mark``; ``means``: what
    that says of it.
    """

    groups: tuple[str, ...]
    path: str
    example: str = ""
    group: bool = False
    one: str = ""
    mark: str = ""
    value: str = ""
    means: frozenset[str] = frozenset()

    def told(self) -> dict[str, object]:
        """As plain JSON."""
        of = {"one": self.one, "mark": self.mark, "value": self.value}
        return {"groups": list(self.groups), "path": self.path, "example": self.example, "group": self.group, **of}


@dataclass(frozen=True, slots=True)
class Proposal:
    """``others``: candidates that would do as well; then it is a question, and ``source`` only the first of them."""

    field: str
    kind: str
    source: Fed
    why: Why
    others: Sequence[Fed] = ()

    def told(self) -> dict[str, object]:
        """As plain JSON."""
        others = [one.told() for one in self.others]
        return {"field": self.field, "kind": self.kind, "source": self.source.told(), "why": self.why, "others": others}


def proposals(fields: Sequence[Mapping[str, Any]], sample: Sequence[Branch], resource: str = "") -> list[Proposal]:
    """``fields``: as ``resource_fields`` gives them. ``resource``: an element marked with its name is its own."""
    own = concepts(resource) & _DOCUMENTS
    return list(_level(fields, list(_flat(sample, (), own))[:MOST], ()))


def _flat(branches: Sequence[Branch], groups: tuple[str, ...], own: frozenset[str]) -> Iterator[Fed]:
    for one in branches:
        if one.value or one.group:
            yield Fed(groups, one.path, one.example, one.group)
        yield from _apart(one, groups, own)
        yield from _flat(one.children, (*groups, one.path) if one.group else groups, own)


def _apart(group: Branch, groups: tuple[str, ...], own: frozenset[str]) -> Iterator[Fed]:
    """What stands in its elements, where what tells them apart is a word that is known."""
    for kind in group.kinds:
        means = concepts(kind.value)
        if means and not strange_words(kind.value):
            for path, example in kind.examples.items():
                yield Fed(groups, path, example, False, group.path, group.mark, kind.value, means - own)


def _level(
    fields: Sequence[Mapping[str, Any]], sources: Sequence[Fed], groups: tuple[str, ...], around: tuple[str, ...] = ()
) -> Iterator[Proposal]:
    """Of fields that are fed by entries of these groups."""
    here = [source for source in sources if source.groups == groups and not source.group]
    flat = not any(_around(source) & _PARTIES for source in here)  # nothing says to whom a name belongs
    for one in fields:
        if one["kind"] == "object":
            yield from _level(one["children"], sources, groups, (*around, str(one["name"])))
        elif one["kind"] == "list":
            yield from _list(one, sources, groups)
        else:
            yield from _leaf(one, here, around, flat=flat)


def _list(one: Mapping[str, Any], sources: Sequence[Fed], groups: tuple[str, ...]) -> Iterator[Proposal]:
    """Fed by the group in which most of its own fields are found."""
    best: tuple[int, Fed | None, list[Proposal]] = (1, None, [])
    for group in (source for source in sources if source.group and source.groups == groups):
        inside = [one for one in _level(one["children"], sources, (*groups, group.path)) if not one.others]
        tax = "tax" in concepts(str(one["name"])) and "tax" not in _around(group)
        if len(inside) > best[0] and not tax:
            best = (len(inside), group, list(_level(one["children"], sources, (*groups, group.path))))
    if best[1] is not None:
        yield Proposal(str(one["path"]), "list", best[1], "repeats")
        yield from best[2]


def _leaf(one: Mapping[str, Any], sources: Sequence[Fed], around: tuple[str, ...], *, flat: bool) -> Iterator[Proposal]:
    scored = sorted(((_score(one, around, source, flat=flat), at) for at, source in enumerate(sources)), reverse=True)
    found = [(score, sources[at]) for score, at in scored if score >= ENOUGH]
    if not found:
        return
    best, source = found[0]
    others = tuple(two for score, two in found[1:] if score > best - CLOSE)
    same = plain(str(one["name"])) == plain(_own(source))
    why: Why = "same_name" if same else "known_name" if concepts(_own(source)) & _wanted(one) else "similar_name"
    why = "marked" if source.one else why
    told = (source, *others)[:ASKED] if others and not same else ()
    yield Proposal(str(one["path"]), str(one["kind"]), source, why, told)


def _score(one: Mapping[str, Any], around: tuple[str, ...], source: Fed, *, flat: bool) -> float:
    """From 0 to 1: how well the names fit, less where what is around them says otherwise."""
    form = _FORMS.get(str(one["kind"]))
    if form is not None and not form.fullmatch(source.example.strip()):
        return 0.0
    if one["choices"] and source.example.lower() not in one["choices"]:
        return 0.0
    context = frozenset[str]().union(*(concepts(part) for part in around if part not in _QUIET))
    if not source.means <= _wanted(one) | context:
        return 0.0
    score, outer, own = _named(one, context, source), _around(source), concepts(_own(source))
    if context and not context & (outer | own):
        score *= 0.75 if context == _MAIN and flat else 0.4
    if not context and (outer | own) & _PARTIES - _wanted(one):
        score *= 0.5
    return score * (0.9 if outer and not context else 1.0)


def _named(one: Mapping[str, Any], context: frozenset[str], source: Fed) -> float:
    """How well the names alone fit."""
    name, theirs = str(one["name"]), _own(source)
    own, wanted, strange = concepts(theirs), _wanted(one), min(strange_words(theirs), 2)
    own = (own | source.means) - context or own
    if plain(name) == plain(theirs):
        return 1.0
    if name[-1:].isdigit() and name[-1] not in theirs:
        return 0.0
    if own and own == context & _PARTIES:
        return 0.8 if _stands_for(wanted, source.example) else 0.0
    if name in _KEYS and not context and own:
        mine = ({"line"} if source.groups else _DOCUMENTS) | _NUMBER
        others = source.groups and own & _DOCUMENTS  # lines of a table have their document's number beside their own
        if others or own <= mine:
            return 0.0 if others or strange else 0.95
    if wanted and own >= wanted and not (own - wanted) & _PARTIES - context:
        score = 0.95 if own == wanted else 0.75
        return score * (0.6 if strange and wanted == _NUMBER else 0.9**strange)
    alike = SequenceMatcher(None, plain(name), plain(theirs)).ratio()
    return alike if alike >= _ALIKE else 0.0


def _stands_for(wanted: frozenset[str], example: str) -> bool:
    """``Customer`` alone is a number where a number stands, else a name."""
    number = any(one.isdigit() for one in example) and " " not in example
    return (wanted == _NUMBER and number) or (wanted == _NAME and not number and bool(example))


def _wanted(one: Mapping[str, Any]) -> frozenset[str]:
    name = str(one["name"])
    return _SPECIAL.get(name, concepts(name))


def _own(source: Fed) -> str:
    """The last step of its path; where that says nothing of one of several elements, as its text, the element."""
    own = _last(source.path)
    return own if not source.one or concepts(own) else _last(source.one)


def _last(path: str) -> str:
    return [step.partition(":")[2] or step for step in path.replace("@", "").split("/")][-1]


def _around(source: Fed) -> frozenset[str]:
    steps = [*source.groups, *source.one.split("/"), *source.path.split("/")[: None if source.group else -1]]
    return source.means.union(*(concepts(step.partition(":")[2] or step) for step in steps))

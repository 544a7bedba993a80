"""What a JSON sample holds: where records may stand, and their fields with examples. For people who set up a flow.

Bounded in records and fields. A sample that is only the beginning of a payload is read as far as it is whole.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from desktop_sync.core.errors import Rejected
from desktop_sync.core.json_values import Json, NoJson, decoded
from desktop_sync.core.outline import Branch, Candidate, Outline
from desktop_sync.core.sources import Sources
from desktop_sync.formats.encoding import Decoded
from desktop_sync.formats.json_lines import JsonFormat, JsonOptions
from desktop_sync.formats.json_paths import SELF, steps, written

LONGEST = 200  # characters of an example
_READ = 2000  # records
_MOST = 1000  # fields
_DEEPEST = 20
_PARTS = frozenset({"lines", "items", "positions", "positionen"})  # of records, seldom records
_BLANK = re.compile(r"\s*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)


@dataclass(slots=True)
class _Seen:
    name: str
    count: int = 0
    group: bool = False
    text: str = ""
    texts: int = 0
    children: dict[str, _Seen] = field(default_factory=dict)


def outline(payload: BinaryIO, options: JsonOptions | None, *, cut: bool = False) -> Outline:
    """``cut``: the sample is the beginning of a larger payload, so it may end anywhere. Raises nothing."""
    data = payload.read()
    options = options or JsonOptions()
    top, ended = _Seen(""), ""
    try:
        for value in _values(data, options, cut=cut):
            _look(top, value, 0)
    except Rejected as error:
        ended = str(error)
    try:
        for _ in JsonFormat(options, {"": Sources()}).parse(BytesIO(data)):
            pass
    except Rejected as error:
        ended = "" if cut else str(error)
    return Outline({"": _branches(top, "")}, candidates(data, cut=cut), {}, ended)


def records_in(data: bytes, *, cut: bool) -> Candidate | None:
    """Where records most likely stand; None: it is no JSON."""
    return next(iter(candidates(data, cut=cut)), None)


def candidates(data: bytes, *, cut: bool) -> list[Candidate]:
    """The likeliest first."""
    found: dict[str, Candidate] = {}
    try:
        for number, value in enumerate(_whole(data, "", cut=cut)):
            if number >= _READ:
                break
            for one in _candidates(value, "", 0):
                known = found.get(one.path)
                count, fields = (one.count, one.fields) if known is None else (known.count + one.count, known.fields)
                found[one.path] = Candidate(one.path, count, max(fields, one.fields))
    except Rejected:
        pass
    return sorted(found.values(), key=_weight, reverse=True)


def _weight(one: Candidate) -> tuple[bool, int, int]:
    own = one.path.rpartition("/")[2].lower() not in _PARTS
    return own and one.count * one.fields > 0, one.count * one.fields, -one.path.count("/")


def _candidates(value: Json, path: str, depth: int) -> Iterator[Candidate]:
    if isinstance(value, list):
        objects = [one for one in value if isinstance(one, dict)]
        if objects:
            yield Candidate(path, len(objects), max(map(len, objects)))
    elif isinstance(value, dict) and depth < _DEEPEST:
        if not depth:
            yield Candidate(path, 1, len([one for one in value.values() if not isinstance(one, dict | list)]))
        for name, inner in value.items():
            yield from _candidates(inner, f"{path}/{written(name)}" if path else written(name), depth + 1)


def _values(data: bytes, options: JsonOptions, *, cut: bool) -> Iterator[Json]:
    """The records, as far as the sample is whole."""
    way, many = steps(options.record), 0
    for value in _whole(data, options.encoding, cut=cut):
        for record in _at(value, way):
            yield record
            many += 1
            if many >= _READ:
                return


def _at(value: Json, way: Sequence[str]) -> Iterator[Json]:
    if isinstance(value, list):
        for one in value:
            yield from _at(one, way)
    elif not way:
        yield value
    elif isinstance(value, dict) and way[0] in value:
        yield from _at(value[way[0]], way[1:])


def _whole(data: bytes, encoding: str, *, cut: bool) -> Iterator[Json]:
    """The document, or the several of JSON Lines; of a cut one what is whole of it."""
    text = _text(data, encoding)
    at = _begin(text, 0)
    while at < len(text):
        try:
            value, at = decoded(text, at)
        except NoJson:
            if cut and (mended := _mended(text[at:])):
                yield decoded(mended)[0]
            return
        yield value
        at = _begin(text, at)


def _text(data: bytes, encoding: str) -> str:
    found: list[str] = []
    with contextlib.suppress(Rejected):
        found.extend(piece.text for piece in Decoded(BytesIO(data), None, encoding))
    return "".join(found)


def _begin(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return at if match is None else match.end()


def _mended(text: str) -> str:
    """The text up to its last whole value, with what is open closed; empty: nothing is whole."""
    open_, best = list[str](), ("", "")
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign in "[{":
            open_.append("]" if sign == "[" else "}")
        elif sign in "]}" and open_:
            open_.pop()
            best = text[: match.end()], "".join(reversed(open_))
        elif sign == "," and len(open_) > 0:
            best = text[: match.start()], "".join(reversed(open_))
    mended = "".join(best)
    try:
        decoded(mended)
    except NoJson:
        return ""
    return mended


def _look(seen: _Seen, value: Json, depth: int) -> None:
    """Counts one value, whatever it is."""
    if isinstance(value, list):
        seen.group = True
        for one in value:
            _look(seen, one, depth)
        return
    seen.count += 1
    if isinstance(value, Mapping):
        for name, inner in value.items() if depth < _DEEPEST else ():
            if name in seen.children or len(seen.children) < _MOST:
                _look(seen.children.setdefault(name, _Seen(name)), inner, depth + 1)
    elif value is not None:
        text = value if isinstance(value, str) else str(value).lower()
        seen.texts += 1
        seen.text = seen.text or text[:LONGEST]


def _branches(seen: _Seen, before: str) -> list[Branch]:
    return [_branch(one, f"{before}{written(name)}") for name, one in seen.children.items()]


def _branch(seen: _Seen, path: str) -> Branch:
    inside = "" if seen.group else f"{path}/"
    return Branch(
        seen.name,
        path,
        value=seen.texts > 0,
        group=seen.group,
        example=seen.text,
        count=seen.count,
        children=_branches(seen, inside),
    )


__all__ = ["SELF", "candidates", "outline", "records_in"]

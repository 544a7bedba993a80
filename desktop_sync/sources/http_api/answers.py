"""What stands in one answer: rows, each as its own line of JSON, or a file; and where the next page is told.

Pure. A row is the text of the system itself: numbers stay as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_sync.core.errors import Owner
from desktop_sync.core.json_slices import documents, elements, reached
from desktop_sync.core.json_values import Json, NoJson, decoded
from desktop_sync.core.model import SeenRow
from desktop_sync.core.rows import seen
from desktop_sync.sources.http_api.asking import Answer, Refused

_LINES = frozenset({"application/jsonl", "application/x-ndjson", "application/ndjson", "application/x-jsonlines"})
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Row:
    """``text``: as it stands in the answer, in one line."""

    value: Mapping[str, Json]
    text: str
    seen: SeenRow


def steps(path: str) -> tuple[str, ...]:
    return tuple(one.replace("~1", "/").replace("~0", "~") for one in path.split("/") if one)


def text_of(answer: Answer) -> str:
    """Refused where it is no UTF-8, as JSON must be."""
    try:
        return answer.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_rows(answer, f"byte {error.start} is no UTF-8") from None


def contents(answer: Answer, path: str, key: Sequence[str], next_at: str) -> tuple[list[Row], str]:
    """The rows in their order, and the text at ``next_at``: a cursor, an address; empty where there is none.

    Refused where there is something else.
    """
    text = text_of(answer)
    try:
        whole = list(documents(text))
        found = [_row(answer, value, text[at:end], key) for value, at, end in _found(answer, text, whole, steps(path))]
    except NoJson as error:
        raise _no_rows(answer, f"{error} (character {error.at + 1})") from None
    return found, (picked(whole[0][0], next_at) or "") if whole and next_at else ""


def _found(
    answer: Answer, text: str, whole: Sequence[tuple[Json, int, int]], way: Sequence[str]
) -> Iterator[tuple[Json, int, int]]:
    if answer.kind.lower() in _LINES or len(whole) > 1:
        yield from whole
        return
    for value, begin, end in whole:
        at = reached(text, begin, way)
        if at is None and not _empty(value, way):
            raise _no_rows(answer, f"nothing stands at {'/'.join(way)}; it begins: {text[begin : begin + _SHOWN]}")
        if at is not None and text.startswith("[", at):
            yield from elements(text, at)
        elif at is not None and not text.startswith("null", at):
            inner, last = (value, end) if at == begin else decoded(text, at)
            yield inner, at, last


def _empty(value: Json, way: Sequence[str]) -> bool:
    """Whether something on the way is said to be empty, which some systems do where there are no rows."""
    for step in way:
        if value is None or value in ([], ""):
            return True
        if not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return False


def _row(answer: Answer, value: Json, text: str, key: Sequence[str]) -> Row:
    if not isinstance(value, Mapping):
        raise _no_rows(answer, f"a row is no object: {text[:_SHOWN]}")
    line = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    named = [picked(value, one) for one in key]
    return Row(value, line, seen(named if any(one is not None for one in named) else (), line.encode()))


def picked(value: Json, path: str) -> str | None:
    """The text at a path of a row."""
    for step in steps(path):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def next_link(header: str) -> str:
    """The address of the next page in a Link header (RFC 8288); empty: there is none."""
    for part in _links(header):
        target, _, rest = part.partition(">")
        for parameter in rest.split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "rel" and "next" in value.strip().strip('"').lower().split():
                return target.strip().lstrip("<")
    return ""


def _links(header: str) -> Iterator[str]:
    """Split at commas that stand outside of addresses and of quotes."""
    begin, inside, quoted = 0, False, False
    for at, sign in enumerate(header):
        if sign == '"' and not inside:
            quoted = not quoted
        elif sign in "<>" and not quoted:
            inside = sign == "<"
        elif sign == "," and not inside and not quoted:
            yield header[begin:at]
            begin = at + 1
    yield header[begin:]


def with_detail(row: Row, answer: Answer) -> str:
    """The row's line with what was asked for it."""
    text = text_of(answer).strip()
    try:
        _, end = decoded(text)
    except NoJson as error:
        raise _no_rows(answer, f"{error} (character {error.at + 1})") from None
    detail = " ".join(text[:end].splitlines())
    before = row.text.rstrip()[:-1]
    return f'{before}{"," if row.value else ""}"detail":{detail}}}'


def _no_rows(answer: Answer, why: str) -> Refused:
    if "html" in answer.kind:
        return Refused(
            "The answer is a web page and no data.",
            "Perhaps a sign-in page of a proxy, or the wrong path: check the address, the path and the sign-in.",
            answer.status,
        )
    return Refused(
        f"The answer cannot be read as JSON: {why}.",
        "Check what the system answers there, and rows, paging and answer of the query.",
        answer.status,
        Owner.VENDOR,
    )

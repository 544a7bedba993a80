"""The test of a connection to an HTTP API, step by step, each with what to do about it. It only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Event

from desktop_sync.core.errors import Stop, SyncError
from desktop_sync.core.json_slices import documents
from desktop_sync.core.json_values import Json, NoJson
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.core.ports import Clock
from desktop_sync.sources.asked import Access
from desktop_sync.sources.http_api.answers import Row, text_of
from desktop_sync.sources.http_api.asking import Answer, Asker, Refused
from desktop_sync.sources.http_api.connection import HttpConnectionOptions
from desktop_sync.sources.http_api.signing import route_to
from desktop_sync.web.probe import clock_step, failed, not_reached, probe

_CONNECT = 10.0  # seconds
_DEEPEST = 4  # objects around the rows
_LATER = ("sign-in", "first page", "clock")


def check_steps(access: Access) -> Iterator[CheckStep]:
    """Name, reach, proxy, TLS, sign-in, a first page, clock."""
    asker = Asker(access, Event())
    asker.forget_refusal()
    told: list[Answer] = []

    def page() -> str:
        told.append(asker.ask(asker.address(asker.options.test_path)))
        return first_page(told[0], None)

    try:
        yield from steps_of(asker, access.clock, page, told)
    finally:
        asker.close()


def steps_of(asker: Asker, clock: Clock, page: Callable[[], str], told: Sequence[Answer] = ()) -> Iterator[CheckStep]:
    """``page``: asks for the first page and says what is in it; ``told``: where its answer is then."""
    connection = asker.options
    try:
        route = route_to(connection.base_url, connection)
    except SyncError as error:
        yield failed("proxy", error)
        return
    reached = True
    for step in probe(route, connection.ca_file, min(connection.timeout, _CONNECT)):
        reached = reached and step.state is not StepState.FAILED
        if step.name == "TLS" and not route.tls and connection.unencrypted:
            yield replace(step, state=StepState.WARNING, detail="not used: everything can be read on the way")
        else:
            yield step
    if not reached:
        yield from not_reached(*_LATER)
        return
    yield from _asked(connection, clock, page, told)


def _asked(
    connection: HttpConnectionOptions, clock: Clock, page: Callable[[], str], told: Sequence[Answer]
) -> Iterator[CheckStep]:
    signed = "none is needed" if connection.sign_in == "none" else "it is taken"
    try:
        detail = page()
    except SyncError as error:
        answered = isinstance(error, Refused) and error.status not in {401, 403}
        if isinstance(error, Stop) and not answered:
            yield failed("sign-in", error)
            yield from not_reached("first page")
        else:
            yield from not_reached("sign-in") if not answered else [CheckStep("sign-in", StepState.OK, signed)]
            yield failed("first page", error)
        yield from not_reached("clock")
        return
    yield CheckStep("sign-in", StepState.OK, signed)
    yield CheckStep("first page", StepState.OK, detail)
    if told:
        yield clock_step(clock.now(), told[0].time)


def first_page(answer: Answer, rows: Sequence[Row] | None) -> str:
    """In words: how much is in it."""
    if rows is not None:
        return f"{len(rows):,} rows in the first page"
    kind = answer.kind or "of a kind that is not told"
    counted = _counted(answer) if "json" in kind else None
    size = f"an answer of {len(answer.body):,} bytes ({kind})"
    return size if counted is None else f"{size}; rows in it: {counted:,}"


def _counted(answer: Answer) -> int | None:
    """Of an answer that is a list, or holds just one."""
    try:
        found = [value for value, _, _ in documents(text_of(answer))]
    except (NoJson, SyncError):
        return None
    if len(found) != 1:
        return len(found)
    lists = list(_lists(found[0], 0))
    return lists[0] if len(lists) == 1 else None


def _lists(value: Json, depth: int) -> Iterator[int]:
    """How long the outermost lists are."""
    if isinstance(value, list):
        yield len(value)
    elif isinstance(value, dict) and depth < _DEEPEST:
        for one in value.values():
            yield from _lists(one, depth + 1)

"""One execution of one export flow: the periods that are due are asked for, made and remembered, then delivered.

Bytes first: a report lies in the spool before one transaction remembers the period, the file and all its deliveries;
who is killed before has done nothing, after it nothing is asked or made again. It is given its query, report and
destinations by hand and knows none of them by name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from io import BytesIO
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from desktop_sync.core.about import working_on
from desktop_sync.core.ending import ending_with, unless_ended
from desktop_sync.core.errors import Ended, Owner, RetryLater, Stop, SyncError
from desktop_sync.core.events import Progress
from desktop_sync.core.exported import Made
from desktop_sync.core.model import Payload
from desktop_sync.core.periods import Window, WindowOptions, due
from desktop_sync.core.ports import Clock, Spool, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.report_marks import Marks
from desktop_sync.core.reports import About, Rendered, Report, Row
from desktop_sync.engine.export_delivery import ExportDelivery, Place
from desktop_sync.engine.import_run import failed_key, failure
from desktop_sync.engine.location import RunResult, in_words
from desktop_sync.ledger.export_problems import empty_key, restored_key
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("run")
IN_MEMORY = 1 << 20  # bytes of a report that is being made; what is larger goes to a temporary file
TOLD_EVERY = 200  # rows
_ONCE_MORE = "The ledger was restored: this may have been delivered before."
Listen = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Making:
    """What a report is made of. ``ask``: the rows of a period (None: all); it may raise RetryLater or Stop.
    ``reference``: names one of them. ``notes``: what a person should know of those that came. ``most_files``: of a
    period, where every document has a file of its own; 0: one has all of them. ``documents``: ``reference`` is that by
    which a document is known here, too.
    """

    ask: Callable[[Window | None], Iterator[Row]]
    reference: Callable[[Row], str]
    report: Report
    most_files: int = 0
    notes: Callable[[], Sequence[str]] = tuple
    documents: bool = False


@dataclass(frozen=True, slots=True)
class ExportFlow:
    """An export with everything it needs. ``account``: its title; ``server_now``: epoch seconds; ``making`` is asked
    when a report is due. These three may raise RetryLater or Stop.
    """

    id: str
    title: str
    account: Callable[[], str]
    zone: tzinfo
    empty: str  # send, skip or problem
    window: WindowOptions | None
    server_now: Callable[[], float]
    making: Callable[[], Making]
    places: tuple[Place, ...]


@dataclass(slots=True)
class Seen:
    """What passed while rows were rendered. ``reference``: of the first."""

    marks: Marks
    rows: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a period; ``reference``: of its only document; ``marks``, ``part``: see ``Made``."""

    rendered: Rendered
    payload: Payload
    reference: str
    marks: bytes | None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Following:
    """What takes a report behind others: it has a beginning of its own there."""

    file: BinaryIO

    def write(self, data: bytes, /) -> object:
        return self.file.write(data)


class ExportRun:
    """Made anew for each run and each round. ``run``: its number in the ledger, 0: a round, which is no run."""

    def __init__(
        self,
        flow: ExportFlow,
        run: int,
        ledger: Ledger,
        spool: Spool,
        clock: Clock,
        token: Token,
        delivery: ExportDelivery,
        listen: Listen = lambda progress: None,
    ) -> None:
        self._flow = flow
        self._ledger = ledger
        self._spool = spool
        self._clock = clock
        self._token = token
        self._delivery = delivery
        self._listen = listen
        self._result = RunResult(run, flow.id)

    def execute(self) -> RunResult:
        """What is due, then everything that is still to be delivered."""
        return self._executed(self._make_due)

    def again(self, window: Window | None, who: str) -> RunResult:
        """One period once more, whether it was made before or not, for ``who``; no other is made."""
        return self._executed(lambda: self._make(window, who))

    def round(self) -> RunResult:
        """Nothing is asked or made: what waits and whose time has come is delivered."""
        with working_on(self._flow.id):
            self._deliver(due=True)
        return self._outcome()

    def _executed(self, make: Callable[[], None]) -> RunResult:
        """What was made before is delivered whatever making meets. Of two faults, the first is the run's."""
        with working_on(self._flow.id, self._result.run):
            faults: list[Exception] = []
            for step in (partial(self._wanted, make), partial(self._deliver, due=False)):
                try:
                    step()
                except Ended:
                    log.info("it was told to end")
                except Exception as error:  # noqa: BLE001 - told below
                    faults.append(error)
            if faults:
                self._tell_broken(faults)
                raise faults[0]
            return self._finish()

    def _wanted(self, make: Callable[[], None]) -> None:
        """A cancel does not wait for a server that leaves a question unanswered."""
        with ending_with(self._token):
            make()

    def _tell_broken(self, faults: Sequence[Exception]) -> None:
        for one in faults:
            if isinstance(one, SyncError):
                log.warning("the run broke off: %s", one)
            else:
                log.error("the run broke off", exc_info=one)
        error = faults[0]
        outcome = "failed" if not isinstance(error, SyncError) or isinstance(error, RetryLater) else "stopped"
        reached = False if isinstance(error, RetryLater) else None
        with suppress(RetryLater):  # a disk that is full also keeps this from being written; the next run tells
            ended = self._ledger.journal.end_run(
                self._result.run, outcome, self._result.counts, str(error), reached=reached
            )
            told = isinstance(error, SyncError) and self._ledger.journal.told(error.what)
            if ended and not told:
                self._ledger.journal.report([failure(self._flow.id, error)])

    # -- periods ------------------------------------------------------------------------------

    def _make_due(self) -> None:
        options = self._flow.window
        if options is None:
            self._make(None)
            return
        now = datetime.fromtimestamp(self._flow.server_now(), UTC)
        last, doubtful = (
            self._ledger.exports.last_end(self._flow.id),
            self._ledger.exports.before_restore(self._flow.id),
        )
        for window in due(options, self._flow.zone, now, last):
            if self._token.is_set():
                raise Ended
            self._tell_doubtful(doubtful)
            late = _why_empty(options, window, self._flow.zone) if options.of == "since_last" else ""
            self._make(window, note=_ONCE_MORE if doubtful else "", empty=late)

    def _make(self, window: Window | None, who: str = "", note: str = "", empty: str = "") -> None:
        """``empty``: what is noted where it finds nothing."""
        flow, at = self._flow, datetime.fromtimestamp(self._clock.now(), UTC)
        about, making = About(at, flow.title, flow.account(), window, flow.zone), flow.making()
        seen = Seen(Marks(told=making.documents))
        files = self._written(making, about, seen)
        if empty and not seen.rows:
            self._result.note = empty
            note = f"{note} {empty}".strip()
        note = " ".join((note, *making.notes())).strip()
        made = [self._made(making.report, one, about, who, note) for one in files]
        places = [(one.id, one.place) for one in flow.places]
        if not seen.rows and flow.empty != "send":
            made, places = [replace(one, payload=None) for one in made], []
        self._ledger.exports.make(self._result.run, made, places)
        self._result.counts["exports"] += len(made)
        self._result.counts["rows"] += seen.rows
        self._tell_empty(window, empty=not seen.rows)

    def _made(self, report: Report, file: Written, about: About, who: str, note: str) -> Made:
        flow, rendered = self._flow, file.rendered
        notes = " ".join((note, *rendered.notes)).strip()
        return Made(
            flow.id, flow.title, about.account, str(flow.zone), about.window, about.made_at, rendered.rows,
            report.ending, report.media_type, file.payload, notes, file.reference, who,
            "" if rendered.summary is None else rendered.summary.to_json(), file.part, file.marks,
        )  # fmt: skip

    def _written(self, making: Making, about: About, seen: Seen) -> list[Written]:
        """The files of a period, in the spool."""
        rows = self._counted(making, about.window, seen)
        try:
            with SpooledTemporaryFile(IN_MEMORY) as temporary:
                file = cast("BinaryIO", temporary)
                first = next(rows, None) if making.most_files else None
                if first is not None:
                    return list(self._each(making, chain((first,), rows), about, file))
                rendered = making.report.render(rows, about, file)
                file.seek(0)
                reference = seen.reference if seen.rows == 1 else ""
                return [Written(rendered, self._spool.add(file), reference, seen.marks.kept())]
        except OSError as error:
            raise RetryLater(
                f"The report cannot be written to a temporary file: {error.strerror or error}.",
                "See that the disk of this computer has room; it is tried again by itself.",
            ) from error

    def _each(self, making: Making, rows: Iterator[Row], about: About, file: BinaryIO) -> Iterator[Written]:
        """A file for each. Nothing of them is in the spool before all are rendered: there may be too many."""
        done: list[tuple[Rendered, str, int]] = []
        for row in rows:
            if len(done) == making.most_files:
                raise _too_many(making.most_files)
            reference, begin = making.reference(row), file.tell()
            rendered = making.report.render((row,), replace(about, document=reference), Following(file))
            done.append((rendered, reference, file.tell() - begin))
        file.seek(0)
        for part, (rendered, reference, size) in enumerate(unless_ended(done, self._token), 1):
            marks = Marks(told=making.documents)
            marks.add(reference)
            yield Written(rendered, self._spool.add(BytesIO(file.read(size))), reference, marks.kept(), part)

    def _counted(self, making: Making, window: Window | None, seen: Seen) -> Iterator[Row]:
        for row in unless_ended(making.ask(window), self._token):
            reference = making.reference(row)
            if not seen.rows:
                seen.reference = reference
            seen.rows += 1
            seen.marks.add(reference)
            if seen.rows % TOLD_EVERY == 0:
                self._tell("make", seen.rows)
            yield row

    def _tell_empty(self, window: Window | None, *, empty: bool) -> None:
        key, flow = empty_key(self._flow.id), self._flow
        if not empty or flow.empty != "problem":
            self._ledger.journal.resolve(key, "a later export has found something")
            return
        first, last = (None, None) if window is None else window.days(flow.zone)
        days = "" if last is None else f" up to {last}" if first is None else f" of {first} to {last}"
        what = f"The export {flow.title} has found nothing{days}, and nothing was delivered."
        hint = "See in Acme whether that is right, and whether the filter of the export is."
        self._ledger.journal.report([Problem(key, "export empty", what, hint, Owner.CLERK, flow.id)])

    def _tell_doubtful(self, doubtful: bool) -> None:
        key, flow = restored_key(self._flow.id), self._flow
        if not doubtful:
            self._ledger.journal.resolve(key, "a later period was made")
            return
        what = (
            f"The ledger was restored from a copy, so what the export {flow.title} has delivered since that copy is not"
            " known: it is made and delivered once more, and may be there twice."
        )
        hint = "Tell those who get these reports, and take away what is there twice."
        self._ledger.journal.report([Problem(key, "export restored", what, hint, Owner.IT, flow.id)])

    # -- deliver, finish ----------------------------------------------------------------------

    def _deliver(self, *, due: bool) -> None:
        counts = self._delivery.run(self._token, due=due, tell=lambda done, total: self._tell("deliver", done, total))
        self._result.counts.update(counts)

    def _finish(self) -> RunResult:
        result = self._outcome()
        if self._token.is_set():
            result.outcome, result.note = "cancelled", "It was told to end; the next run does the rest."
        self._ledger.journal.resolve(failed_key(result.flow), "a later run")
        self._ledger.journal.end_run(result.run, result.outcome, result.counts, result.note, reached=True)
        log.info("%s: %s", result.outcome, in_words(result.counts))
        return result

    def _outcome(self) -> RunResult:
        result, counts = self._result, self._result.counts
        if counts["rejected"] or counts["asked"]:
            result.outcome = "problems"
        elif self._ledger.exports.open(self._flow.id, due=False):
            result.outcome = "waiting"
        return result

    def _tell(self, step: str, done: int, total: int | None = None) -> None:
        self._listen(Progress(self._flow.id, step, done, total))


def _why_empty(options: WindowOptions, window: Window, zone: tzinfo) -> str:
    """Of what was changed just now a report has nothing yet: by which one it is told."""
    if not options.lag:
        return ""
    until = window.end + timedelta(seconds=2 * options.lag + 59)
    end, later = (f"{one.astimezone(zone):%Y-%m-%d %H:%M}" for one in (window.end, until))
    return (
        f"Nothing was found up to {end}. What was changed in the last {options.lag:,.0f} s is left for the next report,"
        f' for it may not be listed yet ("Wait for late documents"): what was changed until now stands in one that is'
        f" made from {later} on."
    )


def _too_many(most: int) -> Stop:
    return Stop(
        f"The period has more than {most:,} documents, and each of them would have a file of its own: none was made.",
        "Choose a shorter period or a filter that takes fewer; raise most_files of the report; or choose one file with"
        " all documents. The next run makes it then.",
    )

"""Retention: once a day what is old and done goes, a little at a time, while the runs go on.

It may be stopped after any piece and goes on the next time. How long things are kept is told by the settings, what may
go at all by the ledger. It must not know how the spool keeps its bytes.
"""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_sync.core.errors import Owner, SyncError
from desktop_sync.core.ports import Clock, Spool, Token
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.pruning import KEPT_SINCE
from desktop_sync.settings.retention import Retention as Options

log = logging.getLogger("retention")
DONE = "retention done at"
KEY = "retention"
TOO_LARGE = "retention:spool"
DAY = 24 * 3600.0
AGAIN = 3600.0  # seconds until it is tried again after a trouble
NOTED = 30 * DAY  # so old may a copy of the ledger be, and exports still learn what they have delivered since
GAP = 60 * DAY  # no machine is off that long every day: the clock may be wrong, so nothing goes before a day has passed
PAUSE = 0.005  # seconds between two pieces, for others
GIVEN_BACK = 64  # pieces of free space that go back to the disk in one night


class Retention:
    """A chore."""

    def __init__(
        self,
        ledger: Ledger,
        spool: Spool,
        logs: Path,
        clock: Clock,
        options: Callable[[], Options],
        finish: Callable[[], object] = lambda: None,
        aside: Callable[[], Sequence[Path]] = tuple,
    ) -> None:
        """``finish``: what was erased and could not be taken out of the files at once. ``aside``: files of ledgers that
        were damaged or replaced, and kept.
        """
        self._ledger = ledger
        self._spool = spool
        self._logs = logs
        self._clock = clock
        self._options = options
        self._finish = finish
        self._aside = aside
        self._not_before = -math.inf
        self._gone: Counter[str] = Counter()

    @property
    def name(self) -> str:
        return "retention"

    def due_in(self) -> float:
        now, done = self._clock.now(), float(self._ledger.journal.fact(DONE) or 0)
        wait = done + DAY - now if done <= now else 0.0
        return max(wait, self._not_before - self._clock.monotonic())

    def do(self, token: Token) -> None:
        """As far as ``token`` lets it. A trouble is a problem, and the next time that goes well resolves it."""
        self._not_before = self._clock.monotonic() + AGAIN
        journal, now = self._ledger.journal, self._clock.now()
        done = float(journal.fact(DONE) or 0)
        if done and not 0 <= now - done < GAP:
            log.warning("the clock went by %.0f days since the last time; nothing is removed today", (now - done) / DAY)
            journal.note_fact(DONE, str(now))
            return
        self._gone = Counter()
        self._finish()
        try:
            whole = self._remove(self._options(), now, token)
        except (SyncError, OSError) as error:
            what = error.what if isinstance(error, SyncError) else f"Old files cannot be removed: {error}."
            hint = error.hint if isinstance(error, SyncError) else "Check the rights on the data folder."
            journal.report([Problem(KEY, "retention", what, hint, Owner.IT)])
            return
        if self._gone.total():
            log.info("removed, being old: %s", ", ".join(f"{many:,} {what}" for what, many in self._gone.items()))
        if whole:
            journal.note_fact(DONE, str(now))
            journal.note_fact(KEPT_SINCE, str(now - self._options().history))
            journal.resolve(KEY, "a later time")

    def _remove(self, options: Options, now: float, token: Token) -> bool:
        """False when it was stopped."""
        return (
            self._items(now - options.payloads, now - options.history, token)
            and self._exports(min(now - options.payloads, now - DAY), min(now - options.history, now - DAY), token)
            and self._others(now - options.history, token)
            and self._entities(token)
            and self._within(options.spool_size, now, token)
            and self._give_back(token)
            and self._old_logs(now - options.logs)
            and self._former_ledgers(now - options.history)
        )

    def _items(self, payloads: float, history: float, token: Token) -> bool:
        pruning, after = self._ledger.pruning, 0
        while not token.wait(PAUSE):
            page = pruning.page(after, max(payloads, history))
            gone, whole = pruning.items(page.items, history, self._forget)
            self._gone["files of the history"] += gone
            if not whole:
                continue
            self._gone["payloads"] += pruning.payloads(page.items, payloads, self._forget)[0]
            if page.last is None:
                return True
            after = page.last
        return False

    def _exports(self, files: float, history: float, token: Token) -> bool:
        """Files of exports are kept as long as payloads."""
        exports = self._ledger.exports
        while not token.wait(PAUSE):
            kept, _ = exports.prune_files(files, self._forget)
            told = exports.prune(history)
            self._gone["files of exports"] += kept
            self._gone["exports of the history"] += told
            if not kept and not told:
                exports.cut_notes(self._clock.now() - NOTED)
                return True
        return False

    def _forget(self, digests: Sequence[str]) -> None:
        self._spool.prune(digests, DAY)

    def _others(self, history: float, token: Token) -> bool:
        while not token.wait(PAUSE):
            gone = self._ledger.pruning.others(history)
            self._gone["runs, problems, plans"] += gone
            if not gone:
                break
        if self._ledger.pruning.stale():
            self._ledger.search.anew()
            self._ledger.search.catch_up()
        return not token.is_set()

    def _entities(self, token: Token) -> bool:
        after: tuple[int, str] | None = (0, "")
        while after is not None and not token.wait(PAUSE):
            after, gone = self._ledger.pruning.entities(after)
            self._gone["names"] += gone
        return after is None

    def _within(self, most: int | None, now: float, token: Token) -> bool:
        """Reports, then the oldest payloads go until the spool is no larger than that; those that are needed stay."""
        excess = 0 if most is None else self._spool.size() - most
        while excess > 0:
            if token.wait(PAUSE):
                return False
            many, size = self._ledger.exports.prune_files(now - DAY, self._forget, 1)
            self._gone["files of exports"] += many
            excess -= size
            if not many:
                break
        after, pruning = 0, self._ledger.pruning
        while excess > 0:
            if token.wait(PAUSE):
                return False
            page = pruning.page(after, now)
            for item in page.items:
                many, size = pruning.payloads([item], now, self._forget) if excess > 0 else (0, 0)
                self._gone["payloads"] += many
                excess -= size
            if page.last is None:
                break
            after = page.last
        if most is not None and excess > 0:
            size = self._spool.size()
            what = f"The payloads take {size / 1e6:,.0f} MB, more than the {most / 1e6:,.0f} MB that they may."
            hint = (
                "What is left is needed: not finished or delivered, about an open problem, younger than a day, or the"
                " newest version of a document. Solve the problems, or allow more: [general.retention] spool_size."
            )
            self._ledger.journal.report([Problem(TOO_LARGE, "retention", what, hint, Owner.IT)])
        else:
            self._ledger.journal.resolve(TOO_LARGE, "there is room")
        return True

    def _give_back(self, token: Token) -> bool:
        for _ in range(GIVEN_BACK):
            if token.wait(PAUSE):
                return False
            self._spool.give_back()
        return True

    def _old_logs(self, before: float) -> bool:
        """Log files that nothing was written to since. By this machine's clock, as their times are."""
        before = min(before, time.time() - DAY)
        for path in self._logs.glob("*.log*") if self._logs.is_dir() else ():
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                self._gone["log files"] += 1
        return True

    def _former_ledgers(self, before: float) -> bool:
        """Those that were set aside before the history begins; never the newest, which somebody may want to look into.

        By this machine's clock, as their times are.
        """
        ledgers: dict[str, list[Path]] = {}
        for path in self._aside():
            ledgers.setdefault(path.name.partition(".db")[0], []).append(path)
        written = {name: max(one.stat().st_mtime for one in parts) for name, parts in ledgers.items()}
        newest = max(written, key=lambda name: written[name], default="")
        for name, parts in ledgers.items():
            if name != newest and written[name] < min(before, time.time() - DAY):
                for one in sorted(parts, reverse=True):  # what stands beside it first
                    one.unlink(missing_ok=True)
                self._gone["ledgers that were set aside"] += 1
        return True

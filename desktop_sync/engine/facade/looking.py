"""The theme of looking: trail, problems, plans. It reads beside whoever writes and is in nobody's way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.doubts import UNKNOWN, unknown_group, unknown_members
from desktop_sync.ledger.notices import mails
from desktop_sync.ledger.plan_reading import PlanWish, plan_of, rows_of
from desktop_sync.ledger.problems import cause_of, problem_groups, problem_members, resolved
from desktop_sync.ledger.reading import trail

MOST = 10_000  # rows in one answer


class Looking:
    """``ledger``: its file."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger

    def trail(self, call: Call, *, document: str, resource: str | None = None) -> list[Row]:
        """Every lane of this external reference with its deliveries, requests and answers."""
        with read_only(self._ledger) as sql:
            lanes = trail(sql, document, resource)
        if not lanes:
            raise Rejected(
                f'No document "{document}" has been seen yet.', "Give its external reference as Acme has it."
            )
        return lanes

    def problems(
        self, call: Call, *, name: str | None = None, flow: str | None = None, limit: int = 100, after: int = 0
    ) -> Row:
        """``groups`` by cause, of one flow or all; ``members`` of one group where ``name`` is that of a group.

        ``after``: the number of the last member of the page before. ``name`` may also be that of a flow.
        """
        now, many = datetime.now(UTC).timestamp(), min(max(limit, 1), MOST)
        with read_only(self._ledger) as sql:
            if name == UNKNOWN:
                return {"groups": [], "members": unknown_members(sql, flow, now, many, after)}
            cause = cause_of(sql, name) if name else None
            if cause is not None:
                return {"groups": [], "members": problem_members(sql, cause, flow, many, after)}
            of = flow or name
            unknown = unknown_group(sql, of, now)
            return {"groups": [*problem_groups(sql, of), *([unknown] if unknown else ())], "members": None}

    def resolved(self, call: Call, *, since: float, flow: str | None = None, limit: int = 100) -> list[Row]:
        """Problems that have ended since then (epoch seconds), by cause, the last first."""
        with read_only(self._ledger) as sql:
            return resolved(sql, flow, since, min(max(limit, 1), MOST))

    def notices(self, call: Call, *, limit: int = 20) -> list[Row]:
        """The newest mails about problems: to whom, when, how much they tell, and what became of them."""
        with read_only(self._ledger) as sql:
            return mails(sql, min(max(limit, 1), MOST))

    def plan(self, call: Call, *, flow: str, number: int, limit: int = 200) -> Row:
        """A dry run as it was made, and what became of it."""
        with read_only(self._ledger) as sql:
            told = plan_of(sql, number, flow, min(max(limit, 0), MOST))
        if told is None:
            raise Rejected(f"There is no plan {number} of {flow}.", f"Make one: desktop-sync dry-run {flow}")
        return told

    def plan_rows(
        self,
        call: Call,
        *,
        flow: str,
        number: int,
        would: str | None = None,
        became: str | None = None,
        after: int = 0,
        limit: int = 500,
    ) -> list[Row]:
        """A page of a plan's rows: those that ``would`` or ``became`` so, ``after`` the ``row`` of that number."""
        with read_only(self._ledger) as sql:
            return rows_of(sql, number, flow, PlanWish(would, became, after, min(max(limit, 1), MOST)))

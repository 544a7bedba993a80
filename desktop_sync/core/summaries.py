"""What a mail shows of a report beside, or instead of, its file: title, first rows, totals; written for people already.

Values, kept in the ledger as JSON, so that a report can be mailed when its rows are long gone. It must not know how
reports or mails are made.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Total:
    """Of everything, in one currency (empty: it has none). ``cells``: by column; empty where nothing is added up."""

    currency: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """``rows``: the first of ``count``. ``right``: columns of numbers. ``hidden``: columns that are left out."""

    title: str
    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Total, ...]
    count: int
    hidden: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """What ``to_json`` wrote."""
        told = json.loads(text)
        return cls(
            told["title"],
            tuple(told["headings"]),
            tuple(told["right"]),
            tuple(tuple(row) for row in told["rows"]),
            tuple(Total(one["currency"], tuple(one["cells"])) for one in told["totals"]),
            told["count"],
            told["hidden"],
        )

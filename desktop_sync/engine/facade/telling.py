"""What the themes tell, as plain JSON values: a run with its files and documents, progress as an event."""

from __future__ import annotations

from typing import Any

from desktop_sync.core.events import Event, Progress, Publish
from desktop_sync.engine.facade.needs import Listener
from desktop_sync.engine.location import RunResult
from desktop_sync.ledger.exports import exports_of_run
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.ledger.reading import documents_of_item, items_of_run, open_problems_of, run_of

Row = dict[str, Any]
WITH_DOCUMENTS = 50  # files that are told with their documents, and documents of each
MOST_FILES = 10_000  # files that are told at all


def run_told(ledger: Ledger, result: RunResult) -> Row:
    """The run with its files and their documents, and the flow's open problems."""
    with ledger.database.reading() as sql:
        files = items_of_run(sql, result.run, MOST_FILES)
        for file in files[:WITH_DOCUMENTS]:
            file["what_became"] = documents_of_item(sql, file["id"], WITH_DOCUMENTS)
        return {
            **run_of(sql, result.run),
            "counts": dict(result.counts),
            "files": files,
            "exports": exports_of_run(sql, result.run),
            "problems": open_problems_of(sql, result.flow),
            "question": result.question,
        }


def progress_event(progress: Progress) -> Event:
    """``{"event": "progress", "flow", "step", "done", "total"}``."""
    return {
        "event": "progress",
        "flow": progress.flow,
        "step": progress.step,
        "done": progress.done,
        "total": progress.total,
    }


def to_both(listen: Listener, tell: Publish) -> Listener:
    """Progress for whoever counts it and for whoever asked for the run."""

    def hear(progress: Progress) -> None:
        listen(progress)
        tell(progress_event(progress))

    return hear

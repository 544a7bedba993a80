"""``--selftest``: whether this installation is whole, told step by step; it touches no settings and no data folder.

It is what an installer asks after it has copied the files, and support before anything else. Each step really does
what it names, with the files of this installation. It must not know how the program got here.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.commands.console import Exit
from desktop_sync.core.redaction import redact_guessing
from desktop_sync.program import product

Step = Callable[[], str]
"""Does it and tells what was seen; any exception is a fault."""


def selftest(steps: dict[str, Step] | None = None) -> int:
    """One line for each step. 1 when any failed; all of them are tried."""
    from desktop_sync import __version__

    print(f"{product()} {__version__}, Python {sys.version.partition(' ')[0]}, {sys.executable}", flush=True)
    failed = [name for name, step in (STEPS if steps is None else steps).items() if not _done(name, step)]
    if failed:
        print(f"This installation is not whole: {', '.join(failed)}. Run the setup program again.", file=sys.stderr)
        return Exit.FAILED
    print("All is here and works.")
    return Exit.DONE


def _done(name: str, step: Step) -> bool:
    try:
        told = step()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is what this command is asked for
        print(f"FAILED  {name}: {type(error).__name__}: {redact_guessing(str(error))}", flush=True)
        return False
    print(f"ok      {name}: {told}", flush=True)
    return True


def _modules() -> str:
    from desktop_sync.commands.imports import import_all

    ours, libraries = import_all()
    return f"{ours} of the program, {libraries} of its libraries"


def _zones() -> str:
    from zoneinfo import ZoneInfo

    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    return f"{moment.astimezone(ZoneInfo('Europe/Berlin')):%H:%M} in Berlin at 12:00 UTC in July"


def _profile() -> str:
    from desktop_sync.kinds import load_profile
    from desktop_sync.resources import resources

    profile, _ = load_profile(resources() / "acme" / "profile.json")
    return ", ".join(sorted(profile.resources))


def _ledger() -> str:
    from desktop_sync.clock import SystemClock
    from desktop_sync.ledger.database import Database
    from desktop_sync.ledger.ledger import Ledger

    with tempfile.TemporaryDirectory(prefix="desktop-sync-selftest-") as folder:
        for turn in ("first", "second"):
            database = Database(Path(folder) / "ledger.db")
            try:
                journal = Ledger(database, SystemClock()).journal
                if turn == "second" and journal.fact("selftest") != "first":
                    raise ValueError("what was written is not there when it is opened again")
                journal.note_fact("selftest", turn)
            finally:
                database.close()
    return "made, written, opened again"


def _window() -> str:
    from desktop_sync.ui.drawn_alone import draw_alone

    return draw_alone()


def _pdf() -> str:
    from desktop_sync.core.reports import About
    from desktop_sync.reports import OPTIONS, REPORTS

    told = {"title": "Selbsttest, Проверка, 測試", "columns": [{"name": "n", "from": "n"}]}  # each from another font
    options = OPTIONS["pdf"].model_validate(told)
    paper = io.BytesIO()
    done = REPORTS["pdf"](options).render([{"n": "1"}], About(datetime.now(UTC)), paper)
    if done.notes or not paper.getvalue().startswith(b"%PDF"):
        raise ValueError(f"it is not as it should be: {done.notes}")
    return f"{done.pages} page, {len(paper.getvalue()):,} bytes"


STEPS: dict[str, Step] = {
    "modules": _modules,
    "time zones": _zones,
    "profile": _profile,
    "ledger": _ledger,
    "window": _window,
    "PDF": _pdf,
}

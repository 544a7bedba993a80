"""A process that reports problems and tells people of them, until it is killed: ``notice_process FOLDER PORT FIRST``.

Its clock runs two thousand times as fast, so that a quiet time of a minute is over in a blink. With a FIRST below
nought nothing new is reported; it ends when nothing is left to tell.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC
from pathlib import Path

from desktop_sync.core.errors import Owner
from desktop_sync.core.notice_text import Frame
from desktop_sync.core.notices import Terms
from desktop_sync.core.problem import Problem
from desktop_sync.core.words import Words
from desktop_sync.destinations.email import Email
from desktop_sync.destinations.options import MailOptions
from desktop_sync.engine.notices import Notices
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from tests.acme_rig import refusals

FAST = 2000
BASE = 1_790_000_000.0
TERMS = Terms("mail", {"it": ("it@example.com",)}, UTC, every=60, most_a_day=100_000)


class FastClock:
    """Of this machine, in a hurry."""

    def now(self) -> float:
        return BASE + (time.time() - BASE) * FAST

    def monotonic(self) -> float:
        return time.monotonic() * FAST

    def wait(self, seconds: float) -> None:
        time.sleep(seconds / FAST)


def main(folder: str, port: int, first: int) -> None:
    """Until somebody kills it, or all is told."""
    clock = FastClock()
    ledger = Ledger(Database(Path(folder) / "ledger.db"), clock)
    given = {"host": "127.0.0.1", "port": port, "sender": "sync@example.com", "security": "none", "timeout": 5}
    mailer = Email(MailOptions.model_validate(given), str, refusals())
    frame = Frame("PC", {}, UTC, Words())
    chore = Notices(lambda: TERMS, lambda: frame, lambda name: mailer, ledger, clock)
    print("ready", flush=True)
    number, ends = first, time.monotonic() + 20
    [audience] = TERMS.audiences()
    while True:
        if first >= 0:
            text = f"Order [{number}] was refused."
            ledger.journal.report([Problem(f"k{number}", f"c{number}", text, owner=Owner.IT)])
            print(number, flush=True)
            number += 1
        chore.do(threading.Event())
        time.sleep(0.01)
        done = not ledger.notices.news(audience, TERMS).opened and not ledger.notices.waiting()
        if first < 0 and (done or time.monotonic() > ends):
            return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

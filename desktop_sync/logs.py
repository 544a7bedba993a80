"""The log files of an installation: by topic, rotating, readable. No secret ever reaches a line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 5_000_000  # bytes of one file
KEPT = 5


@contextmanager
def log_to(folder: Path) -> Iterator[None]:
    """Everything from INFO on goes to ``folder``/desktop-sync.log while this is open."""
    handler = RotatingFileHandler(folder / "desktop-sync.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    former = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(former)
        handler.close()

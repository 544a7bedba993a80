"""The log of an installation: by topic, rotating, readable, without secrets. Only the owner of the data folder writes.

Topics are logger names such as ``run``, ``deliver``, ``store.sftp``. A log that cannot be written stops nothing.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from desktop_sync.logs.file import LogFile
from desktop_sync.logs.lines import JsonLines, TextLines

__all__ = ["NAME", "Log", "LogOptions", "log_to"]

NAME = "desktop-sync.log"
_CHATTY = ("apscheduler", "asyncio", "httpcore", "httpx", "keyring", "secretstorage", "tzlocal", "watchdog")
_LOUD = {"store.sftp.ssh": "critical"}  # paramiko tells every failed connection with a trace; we tell it in words
log = logging.getLogger("bug")


@dataclass(frozen=True, slots=True)
class LogOptions:
    """``size`` in bytes of one file; ``files``: how many, the one that is written included. ``topics``: levels."""

    json: bool = False
    level: str = "info"
    topics: Mapping[str, str] = field(default_factory=dict)
    size: int = 5_000_000
    files: int = 10


class Log:
    """What writes, while it is open. Levels of loggers are put back at the end."""

    def __init__(self, folder: Path, options: LogOptions) -> None:
        self._handler = LogFile(folder / NAME)
        self._former: dict[str, int] = {}
        self.apply(options)
        logging.getLogger().addHandler(self._handler)

    def apply(self, options: LogOptions) -> None:
        """Holds from the next line on."""
        self._put_back()
        self._handler.keep(options.size, options.files)
        self._handler.setFormatter(JsonLines() if options.json else TextLines())
        levels = {"": options.level, **dict.fromkeys(_CHATTY, "warning"), **_LOUD, **options.topics}
        for topic, level in levels.items():
            logger = logging.getLogger(topic or None)
            self._former[topic] = logger.level
            logger.setLevel(level.upper())

    def close(self) -> None:
        logging.getLogger().removeHandler(self._handler)
        self._put_back()
        self._handler.close()

    def _put_back(self) -> None:
        for topic, level in self._former.items():
            logging.getLogger(topic or None).setLevel(level)
        self._former.clear()


@contextmanager
def log_to(folder: Path, options: LogOptions | None = None) -> Iterator[Log]:
    """Everything that is logged goes to a file in ``folder`` while this is open, and what ends a thread as well."""
    made = Log(folder, options or LogOptions())
    try:
        with _last_words():
            yield made
    finally:
        made.close()


@contextmanager
def _last_words() -> Iterator[None]:
    """A process without a window has nowhere else to say why one of its threads, or it itself, ended."""
    former, former_of_threads = sys.excepthook, threading.excepthook

    def program(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("the program ended by a fault", exc_info=(kind, error, trace))
        former(kind, error, trace)

    def thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            told = (args.exc_type, args.exc_value, args.exc_traceback)
            log.critical("a thread (%s) ended by a fault", args.thread.name if args.thread else "?", exc_info=told)
        former_of_threads(args)

    sys.excepthook, threading.excepthook = program, thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = former, former_of_threads

"""The log: its lines, its rotation, and that nothing about it can stop work."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import pytest

from desktop_sync.core.about import working_on
from desktop_sync.core.redaction import learn
from desktop_sync.logs import NAME, LogOptions, log_to
from desktop_sync.logs.file import LogFile
from desktop_sync.logs.lines import JsonLines, TextLines

run = logging.getLogger("run")
LINE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d "


def text(folder: Path, name: str = NAME) -> str:
    return (folder / name).read_text(encoding="utf-8")


def fail(text: str) -> None:
    raise ValueError(text)


@pytest.fixture(autouse=True)
def levels() -> Iterator[None]:
    """Whatever a test does, loggers are as before."""
    before = logging.getLogger().level
    yield
    assert logging.getLogger().level == before


def test_each_line_has_time_topic_flow_and_run(tmp_path: Path) -> None:
    with log_to(tmp_path):
        run.info("begins")
        with working_on("orders"), working_on(run=17):
            run.info("done: %s", "3 created")
            thread = threading.Thread(target=copy_context().run, args=(logging.getLogger("store.sftp").warning, "slow"))
            thread.start()
            thread.join()
        run.info("ends")
    first, second, third, fourth = text(tmp_path).splitlines()
    assert re.fullmatch(LINE + r"INFO     run       \[-\] begins", first)
    assert re.fullmatch(LINE + r"INFO     run       \[orders #17\] done: 3 created", second)
    assert re.fullmatch(LINE + r"WARNING  store.sftp \[orders #17\] slow", third)
    assert fourth.endswith("[-] ends")


def test_json_lines(tmp_path: Path) -> None:
    with log_to(tmp_path, LogOptions(json=True)), working_on("orders", 3):
        try:
            fail("no\nsuch thing")
        except ValueError:
            run.exception("broke %s", "off")
    told = json.loads(text(tmp_path))
    assert (told["level"], told["topic"], told["flow"], told["run"]) == ("error", "run", "orders", 3)
    assert told["message"] == "broke off"
    assert told["error"][0] == r"ValueError: no\nsuch thing"
    assert "fail: raise ValueError(text)" in told["error"][1]


def test_an_exception_is_folded_with_its_causes(tmp_path: Path) -> None:
    with log_to(tmp_path):
        try:
            try:
                _ = dict[str, int]()["missing"]
            except KeyError as error:
                raise RuntimeError("outer") from error
        except RuntimeError:
            run.exception("broke off")
    lines = text(tmp_path).splitlines()
    assert lines[1] == "    | RuntimeError: outer"
    assert lines[2].startswith("    |   tests/unit/logs/test_log.py:")
    assert lines[3] == "    | because of"
    assert lines[4] == "    | KeyError: 'missing'"


def write(folder: Path, lines: logging.Formatter, *messages: str) -> list[str]:
    """The lines of these messages. Past pytest's own log, which cannot hand lone surrogates on between processes."""
    handler = LogFile(folder / NAME)
    handler.setFormatter(lines)
    for message in messages:
        handler.emit(logging.LogRecord("run", logging.INFO, "", 0, "file %s", (message,), None))
    handler.close()
    return text(folder).splitlines()


def test_what_comes_from_outside_forges_no_line(tmp_path: Path) -> None:
    hostile = "a\n2026-01-01 ERROR run \x1b[31m\u202e\udc80x"
    first, second, *more = write(tmp_path, TextLines(), hostile, "x\n" * 1000)
    assert first.endswith("[-] file a")
    assert second == r"    : 2026-01-01 ERROR run \x1b[31m\u202e\udc80x"
    assert set(more[1:]) == {"    : x"}
    assert len(more) == 60
    told = json.loads(write(tmp_path, JsonLines(), "a\nb\u2028\u202e\x7f\udc80")[-1])
    assert told["message"] == "file a\nb\u2028\u202e\x7f\udc80"


def test_secrets_of_this_process_and_what_looks_like_one_are_hidden(tmp_path: Path) -> None:
    canary = "canary" + "-of-the-log-1f7a"  # in two, for a traceback shows lines of this file
    learn(canary)
    for as_json in (False, True):
        with log_to(tmp_path, LogOptions(json=as_json)):
            try:
                fail("said " + canary)
            except ValueError:
                run.exception("key %s, proxy http://me:hunter2x@proxy:1, Bearer abcdefgh123", canary)
    found = text(tmp_path)
    assert canary not in found
    assert "ValueError: said ***" in found
    assert "http://***@proxy:1, Bearer ***" in found


def test_the_values_of_variables_stand_in_no_line(tmp_path: Path) -> None:
    """A secret that nobody has told this process to hide."""
    hidden = "canary" + "-in-a-variable-77"

    def breaks(password: str) -> None:
        assert password
        fail("the sign-in broke off")

    for as_json in (False, True):
        with log_to(tmp_path, LogOptions(json=as_json)):
            try:
                breaks(hidden)
            except ValueError:
                run.exception("broke off")
    assert hidden not in text(tmp_path)
    assert text(tmp_path).count("breaks: fail(") == 2


def test_levels_by_topic(tmp_path: Path) -> None:
    with log_to(tmp_path, LogOptions(level="warning", topics={"deliver": "debug", "store": "error"})) as made:
        run.info("no")
        logging.getLogger("deliver").debug("yes")
        logging.getLogger("store.sftp").warning("no")
        made.apply(LogOptions())
        logging.getLogger("store.sftp").warning("now")
        logging.getLogger("deliver").debug("no")
        logging.getLogger("httpx").info("no")
    assert [line.split("] ")[1] for line in text(tmp_path).splitlines()] == ["yes", "now"]


def test_it_rotates_and_keeps_only_so_many(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.notes").write_text("somebody's own")
    with log_to(tmp_path, LogOptions(size=1_000, files=3)):
        for number in range(100):
            run.info("line %03d", number)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [NAME, f"{NAME}.1", f"{NAME}.2", f"{NAME}.notes"]
    assert all((tmp_path / name).stat().st_size <= 1_000 for name in names)
    lines = "".join(text(tmp_path, name) for name in (f"{NAME}.2", f"{NAME}.1", NAME)).splitlines()
    numbers = [int(line[-3:]) for line in lines]
    assert numbers == list(range(numbers[0], 100))
    if sys.platform != "win32":
        assert all((tmp_path / name).stat().st_mode & 0o077 == 0 for name in names[:3])


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed")
def test_a_file_that_somebody_removes_or_moves_is_begun_anew(tmp_path: Path) -> None:
    with log_to(tmp_path):
        run.info("one")
        (tmp_path / NAME).rename(tmp_path / "moved")
        run.info("two")
        (tmp_path / NAME).unlink()
        run.info("three")
    assert text(tmp_path).endswith("three\n")
    assert len(text(tmp_path).splitlines()) == 1
    assert text(tmp_path, "moved").endswith("one\n")


class Held(LogFile):
    """As on Windows, while another program has the file open: it cannot be renamed."""

    def _rename(self, source: Path, target: Path) -> None:
        if source.name == NAME:
            raise PermissionError(13, "it is used by another process")
        super()._rename(source, target)


def test_a_file_that_others_hold_open_is_rotated_all_the_same(tmp_path: Path) -> None:
    handler = Held(tmp_path / NAME)
    handler.keep(500, 3)
    for number in range(30):
        handler.emit(logging.LogRecord("run", logging.INFO, "", 0, f"{number:02} {'x' * 60}", None, None))
    handler.close()
    kept = "".join(text(tmp_path, name) for name in (f"{NAME}.2", f"{NAME}.1", NAME))
    assert (tmp_path / NAME).stat().st_size <= 500
    assert [int(line[:2]) for line in kept.splitlines()][-8:] == list(range(22, 30))


class Full(LogFile):
    """Its disk has room for so many bytes more."""

    room = 150

    def _put(self, handle: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(28, "No space left on device")
        done = super()._put(handle, data[: self.room])
        self.room -= done
        return done


def test_a_full_disk_stops_nothing_and_is_told_afterwards(tmp_path: Path) -> None:
    handler = Full(tmp_path / NAME)
    for number in range(5):
        handler.emit(logging.LogRecord("run", logging.INFO, "", 0, f"{number} {'x' * 60}", None, None))
    handler.room = 10_000
    handler.emit(logging.LogRecord("run", logging.INFO, "", 0, "again", None, None))
    handler.close()
    lines = text(tmp_path).splitlines()
    assert [line[0] for line in lines[:2]] == ["0", "1"]
    assert lines[-2:] == ["3 lines before this could not be written: No space left on device", "again"]
    assert lines[2].startswith("2 x"), "the half line is ended, so that the next one stands alone"


def test_a_folder_that_is_not_there_or_a_planted_link_stops_nothing(tmp_path: Path) -> None:
    with log_to(tmp_path / "away"):
        run.info("nowhere")
    if hasattr(os, "O_NOFOLLOW"):
        (tmp_path / "victim").write_text("as it was")
        (tmp_path / NAME).symlink_to(tmp_path / "victim")
        with log_to(tmp_path):
            run.info("not there")
        assert (tmp_path / "victim").read_text() == "as it was"


def test_a_line_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    class Bad:
        def __str__(self) -> str:
            raise RuntimeError("no words")

    handler = LogFile(tmp_path / NAME)
    handler.setFormatter(TextLines())
    for words, values in (("%s", (Bad(),)), ("%d files", ("many",)), ("after", None)):
        handler.emit(logging.LogRecord("run", logging.INFO, "", 0, words, values, None))
    handler.close()
    assert "a line could not be made" in text(tmp_path)
    assert "%d files (its values do not fit" in text(tmp_path)
    assert "after" in text(tmp_path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_by_a_fault_leaves_its_words(tmp_path: Path) -> None:
    def fault() -> None:
        raise LookupError("nobody saw this")

    with log_to(tmp_path):
        thread = threading.Thread(target=fault, name="worker-1")
        thread.start()
        thread.join()
    assert "CRITICAL bug" in text(tmp_path)
    assert "a thread (worker-1) ended by a fault\n    | LookupError: nobody saw this" in text(tmp_path)

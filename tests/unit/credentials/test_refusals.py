"""A refused sign-in is known to every process, and the file that says so gives no secret away."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.credentials import RefusedSignIns
from tests.acme_rig import HandClock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "refused.json"


def test_the_next_process_knows_it(file: Path) -> None:
    clock = HandClock()
    RefusedSignIns(file, "acme", clock).note("s3cret")
    later = RefusedSignIns(file, "acme", clock)
    assert later.stands("s3cret")
    assert not later.stands("another")
    assert not RefusedSignIns(file, "test", clock).stands("s3cret")
    clock.pass_by(3599)
    assert later.stands("s3cret")
    clock.pass_by(1)
    assert not later.stands("s3cret")


def test_a_clock_that_was_set_back_locks_nobody_out(file: Path) -> None:
    clock = HandClock()
    RefusedSignIns(file, "acme", clock).note("s3cret")
    clock.pass_by(-10)
    assert not RefusedSignIns(file, "acme", clock).stands("s3cret")


def test_each_connection_is_forgotten_by_itself(file: Path) -> None:
    one, other = (RefusedSignIns(file, name, HandClock()) for name in ("acme", "test"))
    one.note("s3cret")
    other.note("s3cret")
    one.forget()
    one.forget()
    assert (one.stands("s3cret"), other.stands("s3cret")) == (False, True)


def test_the_file_does_not_show_the_secret(file: Path) -> None:
    one = RefusedSignIns(file, "acme", HandClock())
    one.note("s3cret")
    first = file.read_text()
    one.note("s3cret")
    assert "s3cret" not in first
    assert file.read_text() != first, "a new salt each time"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"acme": 7}', b'{"acme": {"salt": "", "at": 1}}', b"\xff"])
def test_what_cannot_be_read_allows_one_more_try(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    one = RefusedSignIns(file, "acme", HandClock())
    assert not one.stands("s3cret")
    one.note("s3cret")
    assert one.stands("s3cret")

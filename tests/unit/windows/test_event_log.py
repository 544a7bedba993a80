"""How an entry of the event log is spelled; where there is no such log nothing happens."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.event_log import LONGEST, note, shown


@pytest.mark.parametrize(
    "text, told",
    [("100 %", "100 %"), ("%1 and %20", "% 1 and % 20"), ("fe80::1%4", "fe80::1% 4"), ("x" * 20_000, "x" * LONGEST)],
)
def test_nothing_in_a_text_is_taken_for_a_place(text: str, told: str) -> None:
    assert shown(text) == told


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_nothing_is_written() -> None:
    assert not note(1, "information", "the engine works")

"""Keys that were seen: exactly, also beyond those that are kept in a set."""

from __future__ import annotations

import pytest

from desktop_sync.core.seen_keys import Keys


def test_every_key_is_new_once_however_many_there_are() -> None:
    keys = Keys()
    many = [(str(number), "x") for number in range(120_000)]
    assert all(keys.add(key) for key in many)
    assert not any(keys.add(key) for key in many)
    assert keys.add(("120000", "x"))
    assert not keys.add(("120000", "x"))


def test_there_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "room", 3)
    keys = Keys()
    assert [keys.add(key) for key in "abcabc"] == [True, True, True, False, False, False]
    with pytest.raises(OverflowError):
        keys.add("d")

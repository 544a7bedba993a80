"""The words of the options stand where Qt's tools find them; values are told as people read them."""

from __future__ import annotations

import option_words
import pytest

from desktop_sync.core.tables import changes
from desktop_sync.kinds import kinds
from desktop_sync.settings.forms import forms
from desktop_sync.ui.settings.differences import Difference, differences
from desktop_sync.ui.settings.words import value_words


def test_the_words_of_the_options_are_up_to_date() -> None:
    written = option_words.FILE.read_text(encoding="utf-8")
    assert written == option_words.page(), "stale: run .venv/bin/python packaging/option_words.py"


@pytest.mark.parametrize(
    "value, words",
    [
        (None, "nothing"),
        (True, "yes"),
        ([], "nothing"),
        (["a", "b"], "a, b"),
        ({"x": 1}, "X: 1"),
        ("z" * 80, "z" * 59 + "…"),
        ("400d", "400 day(s)"),
        ("1h 30min", "1 hour(s) 30 minute(s)"),
        ("250ms", "250 millisecond(s)"),
        ("10s later", "10s later"),
    ],
)
def test_values(value: object, words: str) -> None:
    assert value_words(value) == words


def test_only_what_is_a_time_is_told_as_one() -> None:
    assert value_words("5min", {"kind": "text"}) == "5min"
    assert value_words(None, {"kind": "duration", "default": "10s"}) == "10 second(s) (as usual)"


def test_differences_are_told_in_the_words_of_the_forms() -> None:
    before = {
        "connections": [{"id": "erp", "type": "folder", "path": "/a"}],
        "flows": [{"id": "orders", "title": "Orders", "source": {"min_age": "10s"}, "target": {"connection": "acme"}}],
    }
    after = {
        "connections": [{"id": "erp", "type": "folder", "path": "/b"}, {"id": "mail", "type": "mail"}],
        "flows": [
            {
                "id": "orders",
                "title": "Orders",
                "source": {"min_age": "1min", "after_success": "keep"},
                "target": {"connection": "acme"},
                "mapping": {"resource": "orders"},
            }
        ],
        "general": {"retention": {"history": "1d"}},
    }
    archive = "Move to the archive (as usual)"
    found = differences(changes(before, after), before, after, forms(kinds()))
    assert found == [
        Difference("Connection “erp”", "Folder", "/a", "/b"),
        Difference("Connection “mail”", "is new", "", ""),
        Difference("Flow “Orders”", "Source · Unchanged for", "10 second(s)", "1 minute(s)"),
        Difference("Flow “Orders”", "Source · When all has arrived", archive, "Leave it there"),
        Difference("Flow “Orders”", "Mapping · Resource", "nothing", "orders"),
        Difference("General", "What is kept · History", "400 day(s) (as usual)", "1 day(s)"),
    ]

"""What becomes of a file is told by its tables, or by its lines where these may be seen."""

from __future__ import annotations

from desktop_sync.settings.file_changes import LINES, MOST, change_of

BEFORE = b'resource = "orders"\n[fields]\nnumber = { from = "No" }\n'


def test_tables_by_what_stands_in_them() -> None:
    told = change_of("maps/orders.toml", BEFORE, BEFORE.replace(b'"No"', b'"Nr"'), lines=False)
    assert (told["state"], told["more"]) == ("changed", 0)
    assert told["changes"] == [{"path": ["fields", "number", "from"], "was": "No", "now": "Nr"}]


def test_what_is_new_and_what_stays() -> None:
    assert change_of("a.toml", BEFORE, BEFORE, lines=True)["state"] == "same"
    new = change_of("a.toml", None, BEFORE, lines=True)
    assert new["state"] == "new"
    assert {"path": ["resource"], "was": None, "now": "orders"} in new["changes"]


def test_lines_of_data_only_where_they_may_be_seen() -> None:
    before, after = b"ours;theirs\npcs;PCE\nkg;KGM\n", b"ours;theirs\npcs;H87\nkg;KGM\nm;MTR\n"
    told = change_of("units.csv", before, after, lines=True)["changes"]
    assert told == [
        {"path": ["line", "2"], "was": "pcs;PCE", "now": "pcs;H87"},
        {"path": ["line", "4"], "was": None, "now": "m;MTR"},
    ]
    hidden = change_of("units.csv", before, after, lines=False)
    assert (hidden["state"], hidden["changes"]) == ("changed", [])


def test_what_is_no_toml_and_what_is_long() -> None:
    assert change_of("a.toml", b"= =", b"x = 1", lines=False)["changes"] == []
    many = b"".join(b"%d = 1\n" % n for n in range(MOST + 5))
    told = change_of("a.toml", b"", many, lines=False)
    assert (len(told["changes"]), told["more"]) == (MOST, 5)
    assert change_of("a.csv", b"a\n" * (LINES + 1), b"b\n" * (LINES + 1), lines=True)["changes"] == []

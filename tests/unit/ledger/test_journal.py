"""Accounts, restore, problems and runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_sync.core.errors import Owner, SettingsError, Stop
from desktop_sync.core.model import Account, AnswerKind, RemoteDocument, RemoteRef
from desktop_sync.core.problem import Problem
from desktop_sync.ledger.opening import Mark
from desktop_sync.ledger.restore import restore
from tests.unit.ledger.desk import Desk, order

A = AnswerKind
NEW_ADDRESS = Account("tenant", "https://new.example")


def by_people(desk: Desk, reference: str = "A", version: str = "9") -> None:
    """Acme holds something that this ledger does not know of."""
    held = desk.acme.get(reference)
    ref = RemoteRef(held.ref.id if held else "o1", version)
    desk.acme[reference] = RemoteDocument(ref, reference, {"external_reference": reference, "x": "later"})


# -- restore: in doubt, read first, nothing overwritten -------------------------------------------------


def test_in_doubt_means_a_new_ledger_id_and_reading_first(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    before = desk.ledger.journal.ledger_id()
    desk.ledger.journal.put_in_doubt()
    assert desk.ledger.journal.ledger_id() != before
    desk.stage(order("A", "1"))
    [free] = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 10)
    assert free.read_first
    assert desk.claims().ended == {"unchanged": 1}
    assert desk.lane()["in_doubt"] == 0


def test_what_the_ledger_believes_acknowledged_is_read_and_sent_where_acme_lost_it(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    desk.acme["A"] = RemoteDocument(desk.acme["A"].ref, "A", {"external_reference": "A", "x": "0"})
    desk.ledger.journal.put_in_doubt()
    desk.stage(order("A", "1"))
    assert len(desk.done()) == 1


@pytest.mark.parametrize("state", ["waiting, new", "waiting, known", "unknown create", "unknown update", "sending",
                                   "create in question", "duplicate", "changed", "missing"])  # fmt: skip
def test_a_restored_ledger_overwrites_nothing_it_does_not_know(desk: Desk, state: str) -> None:
    """Between the copy and its return a newer version reached Acme: it must stay."""
    if state in {"waiting, known", "unknown update", "changed"}:
        desk.stage(order("A", "0"))
        desk.done()
    desk.stage(order("A", "1"))
    if state == "sending":
        desk.one()
    if state.startswith("unknown") or state == "create in question":
        desk.say(desk.one(), A.UNKNOWN)
        desk.clock.time += 5
    if state == "create in question":
        desk.look(desk.unknown())
    if state == "missing":
        desk.say(desk.one(), A.MISSING_REFERENCE)
    desk.reopen()
    by_people(desk)
    desk.ledger.journal.put_in_doubt()
    desk.ledger.deliveries.recover([desk.owner])
    if state == "create in question":  # its key is a day old
        desk.clock.time += 86400
    for _ in range(12):
        desk.ledger.deliveries.reopen_missing(desk.account)
        for one in desk.ledger.deliveries.unknowns(desk.account, 10):
            desk.look(one)
        for one in desk.claim():
            known = desk.acme["A"].ref.version == one.request.if_match
            assert not known, "this would overwrite it"
            desk.say(one, A.DUPLICATE if one.request.method == "POST" else A.CHANGED)
        desk.clock.time += 1000
    assert desk.acme["A"].body["x"] == "later"
    assert desk.states()[-1] == "rejected"
    assert desk.open_problems()[0]["owner"] == "clerk"


def test_after_restore_a_new_file_is_delivered(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    by_people(desk)
    desk.ledger.journal.put_in_doubt()
    desk.ledger.places.looked(desk.place, 0)
    desk.stage(order("A", "2"))
    desk.done()
    assert desk.acme["A"].body["x"] == "2"


def test_what_the_first_look_after_a_restore_finds_overwrites_nothing(desk: Desk) -> None:
    desk.stage(order("A", "1"))
    desk.done()
    by_people(desk)
    desk.ledger.journal.put_in_doubt()
    desk.ledger.places.looked(desk.place, 1)  # one was still young
    desk.stage(order("A", "2"))
    desk.done()
    assert desk.acme["A"].body["x"] != "2"


def test_what_lies_there_after_a_restore_is_staged_whole_before_any_of_it_is_claimed(desk: Desk) -> None:
    desk.ledger.journal.put_in_doubt()
    for text in ("1", "2", "3"):
        desk.ledger.staging.write([desk.chunk(desk.notice(), [order("A", text)])])
        assert not desk.claim()
    desk.ledger.deliveries.release("orders")
    assert [one.document.body["x"] for one in desk.done()] == ["3"]
    assert desk.states() == ["superseded", "superseded", "created"]


def test_of_two_versions_that_lie_there_the_newer_is_sent_when_acme_has_the_older(desk: Desk) -> None:
    """The data names its versions, so there is nothing to ask."""
    desk.stage(order("A", "1", version=1))
    desk.done()
    desk.ledger.journal.put_in_doubt()
    desk.change("UPDATE lane SET remote_version = 'of long ago', acked_hash = NULL, acked_version = NULL")
    for number in (1, 2):
        desk.ledger.staging.write([desk.chunk(desk.notice(), [order("A", str(number), version=number)])])
    desk.ledger.deliveries.release("orders")
    assert [one.document.body["x"] for one in desk.done()] == ["2"]


def test_keys_after_restore_are_other_keys(desk: Desk) -> None:
    desk.stage(order("A"))
    first = desk.one()
    desk.say(first, A.REJECTED)
    desk.change("DELETE FROM request")  # the copy was made before the request
    desk.change("UPDATE delivery SET state = 'pending', request = NULL, requests = 0")
    desk.ledger.journal.put_in_doubt()
    again = desk.one()
    assert again.request.number == first.request.number
    assert again.request.key != first.request.key


def test_a_copy_replaces_the_ledger_which_is_kept(desk: Desk, tmp_path: Path) -> None:
    desk.stage(order("A", "1"))
    copy = tmp_path / "copy.db"
    desk.ledger.database.backup(copy)
    desk.done()
    identity = desk.ledger.journal.ledger_id()
    desk.close()
    kept = restore(copy, desk.file, Mark(tmp_path / "mark"), desk.clock)
    assert kept is not None
    desk.reopen()
    assert desk.states() == ["pending"]
    assert desk.ledger.journal.ledger_id() != identity
    assert desk.lane()["in_doubt"] == 1
    assert desk.claims().ended == {"unchanged": 1}, "read first: it has arrived"
    desk.close()
    desk.file = kept
    desk.reopen()
    assert desk.states() == ["created"]


def test_what_is_no_ledger_is_not_restored(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"not a ledger" * 1000)
    desk.stage(order("A"))
    with pytest.raises(SettingsError, match="not a good copy of a ledger"):
        restore(copy, desk.file, Mark(tmp_path / "mark"), desk.clock)
    assert desk.states() == ["pending"]


# -- accounts ------------------------------------------------------------------------------------------


def test_the_same_account_keeps_its_number_and_gets_its_title(desk: Desk) -> None:
    again = desk.ledger.journal.bind("acme", Account("tenant", "https://acme.example", "Acme Ltd"))
    assert again.id == desk.account
    bound = desk.ledger.journal.account_of("acme")
    assert bound is not None
    assert bound.account.title == "Acme Ltd"


def test_a_connection_that_was_never_seen_has_no_account(desk: Desk) -> None:
    assert desk.ledger.journal.account_of("other") is None


def test_another_account_has_its_own_lanes_and_the_way_back_finds_the_old_ones(desk: Desk) -> None:
    """Test exchanged for production: all of it is sent there; and back again: unchanged."""
    first = desk.account
    desk.stage(order("A"))
    desk.done()
    tested, desk.acme = desk.acme, {}
    desk.account = desk.ledger.journal.bind("acme", Account("production", "https://acme.example")).id
    assert desk.account != first
    desk.stage(order("A"))
    assert [one.request.method for one in desk.done()] == ["POST"]
    desk.account, desk.acme = desk.ledger.journal.bind("acme", Account("tenant", "https://acme.example")).id, tested
    assert desk.account == first
    desk.stage(order("A"))
    assert desk.claims().ended == {"unchanged": 1}


def test_the_same_account_at_a_new_address_keeps_its_lanes_and_reads_them_first(desk: Desk) -> None:
    desk.stage(order("A"))
    desk.done()
    desk.ledger.journal.move_account("acme", NEW_ADDRESS)
    bound = desk.ledger.journal.account_of("acme")
    assert bound is not None
    assert (bound.id, bound.account) == (desk.account, NEW_ADDRESS)
    desk.stage(order("A"))
    [free] = desk.ledger.deliveries.free_lanes(desk.account, ["orders"], 0, 10)
    assert free.read_first


def test_a_move_puts_only_its_own_lanes_in_doubt(desk: Desk) -> None:
    desk.stage(order("A"))
    desk.done()
    first = desk.account
    desk.account = desk.ledger.journal.bind("elsewhere", Account("other", "https://other.example")).id
    desk.acme.clear()
    desk.stage(order("B"))
    desk.done()
    desk.account = first
    desk.ledger.journal.move_account("acme", NEW_ADDRESS)
    assert (desk.lane("A")["in_doubt"], desk.lane("B")["in_doubt"]) == (1, 0)


def test_a_move_to_an_account_that_is_known_as_another_is_refused_in_words(desk: Desk) -> None:
    desk.ledger.journal.bind("elsewhere", NEW_ADDRESS)
    with pytest.raises(Stop, match="already knows"):
        desk.ledger.journal.move_account("acme", NEW_ADDRESS)
    bound = desk.ledger.journal.account_of("acme")
    assert bound is not None
    assert bound.account.base_url == "https://acme.example"


def test_a_move_of_a_connection_that_was_never_seen_binds_it(desk: Desk) -> None:
    desk.ledger.journal.move_account("fresh", NEW_ADDRESS)
    bound = desk.ledger.journal.account_of("fresh")
    assert bound is not None
    assert bound.account == NEW_ADDRESS


# -- problems, runs, facts -------------------------------------------------------------------------------

TROUBLE = Problem("connection:acme:unreachable", "unreachable", "It does not answer.", "Wait.", Owner.IT)


def test_pitfall_38_the_same_trouble_is_one_problem_with_a_count(desk: Desk) -> None:
    for number in range(3):
        desk.ledger.journal.report([replace(TROUBLE, what=f"It does not answer ({number}).")])
        desk.clock.time += 1
    [problem] = desk.open_problems()
    assert (problem["times"], problem["what"]) == (3, "It does not answer (2).")
    assert problem["last_at"] - problem["opened_at"] == 2


def test_a_closed_problem_that_returns_is_a_new_one(desk: Desk) -> None:
    desk.ledger.journal.report([TROUBLE])
    assert desk.ledger.journal.resolve(TROUBLE.key, "it answers again")
    assert not desk.ledger.journal.resolve(TROUBLE.key, "again")
    desk.ledger.journal.report([TROUBLE])
    assert [row["closed_by"] for row in desk.sql("SELECT closed_by FROM problem")] == ["it answers again", ""]


def test_runs_and_facts(desk: Desk) -> None:
    journal = desk.ledger.journal
    number = journal.begin_run("orders")
    journal.end_run(number, "done", {"created": 2}, "note")
    [run] = desk.sql("SELECT * FROM run")
    assert (run["id"], run["outcome"], run["counts"], run["note"]) == (number, "done", '{"created": 2}', "note")
    assert journal.fact("machine") is None
    journal.note_fact("machine", "one")
    journal.note_fact("machine", "two")
    assert journal.fact("machine") == "two"

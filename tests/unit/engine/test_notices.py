"""Telling people: once each, few mails, failures and crashes at any step."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_sync.core.errors import Owner, Rejected, RetryLater, Stop, Unknown
from desktop_sync.core.mail import Mail, Posted
from desktop_sync.core.problem import Problem
from desktop_sync.engine.notices import FAILED
from desktop_sync.ledger.notices import REFUSED, mails
from tests.unit.engine.notices_rig import Killed, Rig

HOUR = 3600.0
DAY = 24 * HOUR


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def part(mail: Mail, head: str) -> str:
    """What stands below a heading, to the next one."""
    _, _, rest = mail.text.partition(head)
    return re.split(r"\n(?:New problems|Still open|Over again) \(", rest)[0]


def test_a_problem_is_told_at_once_and_never_again_that_day(rig: Rig) -> None:
    rig.report(1)
    rig.turns(120)
    [mail] = rig.post.taken
    assert mail.to == ("it@example.com",)
    assert "[1]" in part(mail, "New problems (1)")


def test_nothing_is_told_when_there_is_nothing_and_nobody_without_settings(rig: Rig) -> None:
    rig.turns(30)
    rig.terms = None
    rig.report(1)
    rig.turns(30)
    assert rig.post.tries == 0


def test_what_comes_within_the_quiet_time_is_one_mail_with_counts(rig: Rig) -> None:
    rig.report(0)
    rig.turn()
    rig.ledger.journal.report(
        [Problem(f"k{number}", f"c{number % 7}", "It was refused.", owner=Owner.IT) for number in range(1, 5001)]
    )
    rig.turns(60)
    first, second = rig.post.taken
    assert second.at - first.at >= 900
    assert "New problems (5,000)" in second.text
    assert len(second.text) < 20_000


def test_a_day_has_a_last_mail_that_says_so_and_nothing_is_lost(rig: Rig) -> None:
    rig.change(most_a_day=3)
    rig.clock.time = datetime(2026, 11, 23, 0, 0, 0, tzinfo=UTC).timestamp()
    for number in range(20):
        rig.report(number)
        rig.turns(20)
    assert len(rig.post.taken) == 3
    assert ["last mail today" in mail.text for mail in rig.post.taken] == [False, False, True]
    rig.turns(2, 18 * HOUR)
    assert "New problems (17)" in rig.post.taken[3].text


def test_an_open_problem_is_recalled_once_a_day(rig: Rig) -> None:
    rig.report(1)
    rig.turns(5 * 24 * 4, 900)
    assert [part(mail, "Still open (1)").count("[1]") for mail in rig.post.taken] == [0, 1, 1, 1, 1]


def test_recoveries_are_told_of_what_was_told_only(rig: Rig) -> None:
    rig.report(1)
    rig.turn()
    rig.report(2)
    rig.resolve(1)
    rig.resolve(2)
    rig.turns(60)
    rig.turns(5, DAY)
    _, second = rig.post.taken
    assert "[1]" in part(second, "Over again (1)")
    assert "it went away" in second.text
    assert "[2]" not in second.text


def test_who_wants_no_recoveries_gets_none_later_either(rig: Rig) -> None:
    rig.change(recoveries=False)
    rig.report(1)
    rig.turn()
    rig.resolve(1)
    rig.turns(60)
    rig.change(recoveries=True)
    rig.turns(60)
    assert len(rig.post.taken) == 1


def test_each_owner_has_recipients_and_others_hear_nothing(rig: Rig) -> None:
    rig.change(recipients={"clerk": ("clerk@example.com",), "it": ("it@example.com",)})
    rig.report(1, owner=Owner.CLERK)
    rig.report(2, owner=Owner.IT)
    rig.report(3, owner=Owner.VENDOR)
    rig.turns(60)
    assert {mail.to: [number for number in "123" if f"[{number}]" in mail.text] for mail in rig.post.taken} == {
        ("clerk@example.com",): ["1"],
        ("it@example.com",): ["2"],
    }


def test_only_arrivals_or_only_problems(rig: Rig) -> None:
    rig.change(problems=False)
    rig.report(1)
    rig.report(2, cause="arrivals: missing")
    rig.turns(60)
    rig.change(problems=True, arrivals=False)
    rig.report(3, cause="arrivals: missing")
    rig.turns(60)
    assert ["[1]" in mail.text for mail in rig.post.taken] == [False, True]
    assert ["[2]" in part(mail, "New problems") for mail in rig.post.taken] == [True, False]
    assert not any("[3]" in mail.text for mail in rig.post.taken)


def test_a_digest_tells_all_at_its_times_also_over_restarts(rig: Rig) -> None:
    rig.change(digest=(time(7), time(13)))
    rig.clock.time = datetime(2026, 11, 23, 6, 0, tzinfo=UTC).timestamp()
    rig.turn()
    rig.report(1)
    rig.turns(58)
    assert rig.post.taken == []
    rig.turn()
    rig.report(2)
    rig.start()
    rig.turns(5 * 60)
    assert len(rig.post.taken) == 1, "what came after seven waits for one o'clock"
    rig.turns(2 * 60)
    assert ["[1]" in mail.text for mail in rig.post.taken] == [True, False]
    rig.turns(24, HOUR)
    moments = [datetime.fromtimestamp(mail.at, UTC) for mail in rig.post.taken]
    assert [(one.hour, one.minute) for one in moments[:2]] == [(7, 0), (13, 0)]
    assert "Still open" in rig.post.taken[2].text


@pytest.mark.parametrize(
    "night,expected",
    [
        ("2026-10-24", ["24 02:30 CEST", "25 02:30 CEST", "26 02:30 CET"]),
        ("2026-03-28", ["28 02:30 CET", "29 03:00 CEST", "30 02:30 CEST"]),
    ],
)
def test_a_digest_comes_once_a_day_by_the_clock_on_the_wall(rig: Rig, night: str, expected: list[str]) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    rig.change(digest=(time(2, 30),), zone=berlin)
    rig.clock.time = datetime.fromisoformat(f"{night}T00:00").replace(tzinfo=berlin).timestamp()
    for number in range(70 * 4):
        rig.report(number, cause=f"c{number}")
        rig.turn(900)
        if number % 7 == 0:
            rig.start()
    moments = [datetime.fromtimestamp(mail.at, UTC).astimezone(berlin) for mail in rig.post.taken]
    assert [f"{one:%d %H:%M %Z}" for one in moments] == expected


def test_while_mail_fails_there_is_one_problem_that_ends_by_itself(rig: Rig) -> None:
    rig.post.answers = [RetryLater("The mail server cannot be reached.")] * 5
    rig.report(1)
    rig.turns(60)
    assert rig.post.tries == 6, "after one minute, two, four, eight, sixteen"
    assert rig.open() == ["k1"]
    [mail] = rig.post.taken
    assert "[1]" in mail.text
    rig.turns(60)
    assert not any("cannot be reached" in one.text for one in rig.post.taken), "mail does not tell of mail"


def test_what_comes_while_mail_fails_is_told_later(rig: Rig) -> None:
    rig.post.answers = [Stop("The mail server refused the sign-in.", "Store the right one.")] * 30
    rig.report(1)
    rig.turns(30)
    assert rig.open() == ["k1", FAILED]
    rig.report(2)
    rig.resolve(1)
    rig.turns(600)
    first, second = rig.post.taken
    assert "[1]" in part(first, "New problems (1)")
    assert "[2]" in part(second, "New problems (1)")
    assert "[1]" in part(second, "Over again (1)")
    assert rig.open() == ["k2"]


def test_nobody_can_tell_is_sent_once_more_as_the_same_mail_and_never_again(rig: Rig) -> None:
    rig.post.answers = [Unknown("It did not say.")] * 5
    rig.report(1)
    rig.turns(300)
    assert rig.post.tries == 2
    assert len({mail.message_id for mail in rig.post.taken}) == 1
    with rig.database.reading() as sql:
        assert mails(sql)[0]["state"] == "unknown"
    rig.report(2)
    rig.post.answers = []
    rig.turns(60)
    assert "[1]" not in part(rig.post.taken[-1], "New problems")


def test_a_refused_mail_is_made_anew_with_all_that_was_in_it(rig: Rig) -> None:
    rig.post.answers = [Rejected("It looks like spam.")]
    rig.report(1)
    rig.turn()
    rig.report(2)
    rig.turns(30)
    [mail] = rig.post.taken
    assert "New problems (2)" in mail.text
    with rig.database.reading() as sql:
        assert [one["state"] for one in mails(sql)] == ["sent", "withdrawn"]


def test_a_refused_recipient_is_a_problem_that_the_others_hear_of(rig: Rig) -> None:
    rig.change(recipients={"it": ("it@example.com", "gone@example.com")})
    rig.post.answers = [Posted({"gone@example.com": "550 unknown here"})]
    rig.report(1)
    rig.turns(2)
    assert rig.open() == ["k1", f"{REFUSED}it@example.com, gone@example.com"]
    rig.turns(60)
    assert "gone@example.com (550 unknown here)" in rig.post.taken[1].text
    assert rig.open() == ["k1"]


def test_a_refused_recipient_who_is_not_written_to_any_more_is_no_problem(rig: Rig) -> None:
    rig.change(recipients={"it": ("it@example.com", "gone@example.com")})
    rig.post.answers = [Posted({"gone@example.com": "550 unknown here"})]
    rig.report(1)
    rig.turn()
    rig.change(recipients={"it": ("it@example.com", "right@example.com")})
    rig.turn()
    assert rig.open() == ["k1"]


def test_recipients_who_are_to_be_tried_later_get_it_later_and_the_others_once(rig: Rig) -> None:
    rig.change(recipients={"it": ("it@example.com", "slow@example.com")})
    rig.post.answers = [Posted(later={"slow@example.com": "450 greylisted"}), RetryLater("450 greylisted")]
    rig.report(1)
    rig.turns(30)
    assert [mail.to for mail in rig.post.taken] == [("it@example.com", "slow@example.com"), ("slow@example.com",)]
    assert len({mail.message_id for mail in rig.post.taken}) == 1


def test_when_the_recipients_change_what_waits_goes_to_the_new_ones(rig: Rig) -> None:
    rig.post.answers = [RetryLater("not now")]
    rig.report(1)
    rig.turn()
    rig.change(recipients={"it": ("new@example.com",)})
    rig.turns(60)
    assert [mail.to for mail in rig.post.taken] == [("new@example.com",)]
    rig.change(recipients={"it": ("newer@example.com",)})
    rig.turns(60)
    assert len(rig.post.taken) == 1, "what was told is not told again to others"


def test_when_mails_are_switched_off_nothing_waits_and_nothing_is_lost(rig: Rig) -> None:
    terms = rig.terms
    rig.post.answers = [RetryLater("not now")]
    rig.report(1)
    rig.turn()
    assert rig.open() == ["k1", FAILED]
    rig.terms = None
    rig.turn()
    assert rig.open() == ["k1"]
    assert rig.ledger.notices.waiting() == []
    rig.terms = terms
    rig.turns(60)
    assert "[1]" in part(rig.post.taken[0], "New problems (1)")


def test_texts_are_gone_when_a_mail_is_sent(rig: Rig) -> None:
    rig.report(1)
    rig.turn()
    with rig.database.reading() as sql:
        assert [tuple(row) for row in sql.execute("SELECT state, subject, text, html FROM notice")] == [
            ("sent", "", "", "")
        ]
        assert mails(sql)[0]["opened"] == 1


def test_deleting_old_problems_takes_along_what_was_told_of_them(rig: Rig) -> None:
    rig.report(1)
    rig.turn()
    rig.resolve(1)
    rig.turns(60)
    with rig.database.transaction() as sql:
        sql.execute("DELETE FROM problem")
        assert sql.execute("SELECT count(*) FROM told").fetchone()[0] == 0


def told_of(rig: Rig, number: int) -> list[str]:
    """Names of the mails that tell of a problem as new."""
    return sorted({mail.message_id for mail in rig.post.taken if f"[{number}]" in part(mail, "New problems")})


def test_killed_at_every_step(tmp_path: Path) -> None:
    """One story, killed once at each of its steps: every problem is told by exactly one mail, its end as well."""
    for number in itertools.count():
        rig = Rig(Path(tempfile.mkdtemp(dir=tmp_path)))
        rig.post.answers = [RetryLater("not now"), Posted(), Rejected("spam")]
        rig.post.fuse.left = number
        was_killed = False
        for act in range(4):
            if act < 2:
                rig.report(act + 1)
            elif act == 2:
                rig.resolve(1)
            for _ in range(10):
                try:
                    rig.turn(240)
                except Killed:
                    was_killed = True
                    rig.start()
        copies = Counter(mail.message_id for mail in rig.post.taken)
        assert max(copies.values()) <= (2 if was_killed else 1)
        with rig.database.reading() as sql:
            doubtful = sum(one["opened"] for one in mails(sql) if one["state"] == "unknown")
        assert [len(told_of(rig, one)) for one in (1, 2)] in ([1, 1], [1 - doubtful, 1]), number
        ends = {mail.message_id for mail in rig.post.taken if "[1]" in part(mail, "Over again")}
        assert len(ends) == 1, number
        rig.close()
        if not was_killed:
            break
    assert number > 15


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["report", "resolve", "turn", "wait", "kill", "later", "unknown", "spam", "restart"]),
        st.integers(0, 7),
    ),
    max_size=40,
)


@given(ACTS)
@settings(max_examples=40)
def test_each_problem_is_told_exactly_once_whatever_happens(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        numbers = itertools.count(1)
        alive: dict[int, int] = {}
        doubted = 0
        for act, value in acts:
            if act == "report" and value not in alive:
                alive[value] = next(numbers)
                rig.report(alive[value], cause=f"c{alive[value]}")
            elif act == "resolve" and value in alive:
                rig.resolve(alive.pop(value))
            elif act == "kill":
                rig.post.fuse.left = value
            elif act in {"later", "unknown", "spam"}:
                kinds = {"later": RetryLater, "unknown": Unknown, "spam": Rejected}
                rig.post.answers = [kinds[act]("no")] * (value % 3)
            elif act == "restart":
                rig.start()
            doubted += _live(rig, 1 if act == "turn" else 20 if act == "wait" else 0)
        rig.post.answers, rig.post.fuse.left = [], None
        _live(rig, 60, 300)
        for number in range(1, next(numbers)):
            names = told_of(rig, number)
            assert len(names) <= 1, f"problem {number} is told by {len(names)} mails"
        missing = [number for number in alive.values() if not told_of(rig, number)]
        with rig.database.reading() as sql:
            unknown = sum(one["opened"] for one in mails(sql, 1000) if one["state"] == "unknown")
        assert len(missing) <= unknown, "what is open and was never told, although nothing is in doubt"
        copies = Counter(mail.message_id for mail in rig.post.taken)
        assert max(copies.values(), default=0) <= 2
        assert sum(count - 1 for count in copies.values()) <= doubted + sum(act == "unknown" for act, _ in acts) * 2
        rig.close()


def _live(rig: Rig, turns: int, wait: float = 60) -> int:
    """Goes on, restarted whenever it was killed; how often that was."""
    killed = 0
    for _ in range(turns):
        try:
            rig.turn(wait)
        except Killed:
            killed += 1
            rig.start()
    return killed

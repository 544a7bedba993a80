"""The honest sentence: a table of what it says, and that it never says "All is well" when something is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.sentence import Facts, FlowFacts, Mood, OpenProblem, sentence
from desktop_sync.core.sentence_parts import LONGEST, first_part
from desktop_sync.core.sentence_words import ENGLISH, clock, coming, said

NOW = datetime(2026, 11, 25, 14, 35, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute) + days * DAY


ORDERS = FlowFacts("erp", "ERP orders", scheduled=True, next_at=at(14, 37), ended=at(14, 32), succeeded=at(14, 32))
INVOICES = replace(ORDERS, id="invoices", title="Invoices")
SHARE = OpenProblem("source", r"The folder \\erp\export cannot be reached.", "it", at(13, 10), flow="erp")
REFUSED = OpenProblem("orders:value:x", "Order 4711 was refused: the customer is not known.", "clerk", at(9), "erp")
SHORT = replace(REFUSED, what="Order 4711.")
SIGN_IN = OpenProblem("stopped", 'Acme refused the API key "acme/api_key".', "it", at(8), connection="acme")
AWAY = OpenProblem("unreachable", "Acme cannot be reached.", "it", at(14, 30), connection="acme")
WELL = Facts(
    NOW, (ORDERS, INVOICES, replace(ORDERS, id="3")), engine=True, delivered=at(14, 32), delivered_what="orders",
    answered={"acme": at(14, 35)}, titles={"acme": "Acme"},
)  # fmt: skip
PROOF = "last order delivered 14:32, Acme answered 14:35"
THEN = f"{PROOF[0].upper()}{PROOF[1:]}."

TABLE = [
    (WELL, Mood.WELL, "well", f"All is well. 3 flows, {PROOF}."),
    (
        replace(WELL, problems=(SHARE,)), Mood.ATTENTION, "trying",
        r"ERP orders: the folder \\erp\export cannot be reached since 13:10. Trying again in 2 min.",
    ),
    (
        replace(WELL, problems=(REFUSED, SHARE, REFUSED)), Mood.ATTENTION, "trying",
        r"ERP orders: the folder \\erp\export cannot be reached since 13:10. Trying again in 2 min. 2 more problems.",
    ),
    (
        replace(WELL, problems=(SHARE,), engine=False, flows=(replace(ORDERS, scheduled=False),)), Mood.ATTENTION,
        "problem", r"ERP orders: the folder \\erp\export cannot be reached, since 13:10. IT can fix it.",
    ),
    (
        replace(WELL, problems=(SHARE, SIGN_IN)), Mood.STOPPED, "problem",
        'Acme refused the API key "acme/api_key", since 08:00. IT can fix it. 1 more problem.',
    ),
    (
        replace(WELL, problems=(REFUSED,)), Mood.ATTENTION, "problem",
        "ERP orders: Order 4711 was refused: the customer is not known, since 09:00. The clerk can fix it.",
    ),
    (
        replace(WELL, problems=(SHORT, replace(SHORT, owner="vendor", since=at(10)))), Mood.ATTENTION, "problems",
        "2 problems to look at (1 for the clerk, 1 for the vendor), the first since 09:00: ERP orders: Order 4711.",
    ),
    (
        replace(WELL, problems=(REFUSED, replace(SHARE, cause="arrivals: late", what="Nothing came by 14:00."))),
        Mood.ATTENTION, "problem", "ERP orders: Nothing came by 14:00, since 13:10. IT can fix it. 1 more problem.",
    ),
    (
        replace(WELL, engine=False, engine_off_since=at(9, 12), problems=(REFUSED,)), Mood.STOPPED, "engine_off",
        "Nothing runs: the engine is off since 09:12. 1 problem to look at.",
    ),
    (
        replace(WELL, problems=(AWAY,), flows=(replace(ORDERS, running=True, waiting=12, next_at=None),)),
        Mood.ATTENTION, "problem", "Acme cannot be reached, since 14:30. IT can fix it.",
    ),
    (replace(WELL, engine=False), Mood.STOPPED, "engine_off", "Nothing runs: the engine is off."),
    (
        replace(WELL, engine_silent=True, problems=(REFUSED,)), Mood.STOPPED, "engine_silent",
        "The engine does not answer: restart it if it stays so. 1 problem to look at.",
    ),
    (
        replace(WELL, engine=False, flows=(replace(ORDERS, scheduled=False, next_at=None),)), Mood.WELL, "well",
        f"All is well. 1 flow, {PROOF}.",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, next_at=at(14, 20)),)), Mood.ATTENTION, "overdue",
        "ERP orders should have run at 14:20 and has not. See the log, or start the engine anew.",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, succeeded=at(18, 5, days=-2)),)), Mood.ATTENTION, "stale",
        "ERP orders runs, but has not ended well since Monday 18:05.",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, paused=True), INVOICES)), Mood.PAUSED, "some_paused",
        f"ERP orders: paused until somebody resumes; the others run. {THEN}",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, paused=True, paused_until=at(0, days=1)),)), Mood.PAUSED, "paused",
        f"Paused until tomorrow 00:00. {THEN}",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, held=1200),)), Mood.ATTENTION, "held",
        f"1,200 documents held until a person approves. {THEN}",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, running=True, waiting=12),)), Mood.WORKING, "working",
        f"Work goes on: ERP orders, 12 waiting. {THEN}",
    ),
    (
        replace(WELL, flows=(replace(ORDERS, waiting=1),)), Mood.WORKING, "waiting",
        f"Work goes on: 1 waiting, next run in 2 min. {THEN}",
    ),
    (replace(WELL, flows=()), Mood.ATTENTION, "no_flows", "No flow is set up yet."),
    (
        replace(WELL, flows=(replace(ORDERS, enabled=False), replace(INVOICES, enabled=False))), Mood.PAUSED, "all_off",
        "Nothing runs: 2 flows, all switched off.",
    ),
    (
        replace(WELL, flows=(FlowFacts("a", scheduled=True, next_at=at(18, 5)),), delivered=None, answered={}),
        Mood.WELL, "not_yet", "No flow has run yet; the first runs at 18:05.",
    ),
    (
        replace(WELL, disk_full=True, disk_full_since=at(12)), Mood.STOPPED, "disk_full",
        "The disk is full since 12:00: nothing new is taken. Free some space; it goes on by itself.",
    ),
    (
        replace(WELL, ledger="The ledger ledger.db is damaged."), Mood.STOPPED, "ledger",
        "Nothing runs. The ledger ledger.db is damaged.",
    ),
    (
        replace(WELL, settings="settings.toml, line 3: this is not TOML."), Mood.STOPPED, "no_settings",
        "Nothing runs: the settings cannot be used. settings.toml, line 3: this is not TOML.",
    ),
    (
        replace(WELL, answered={"acme": at(14, 35), "north": at(9, days=-1)}, titles={"north": "Acme North"}),
        Mood.WELL, "well",
        "All is well. 3 flows, last order delivered 14:32, Acme North answered yesterday 09:00.",
    ),
    (
        replace(WELL, delivered=None, answered={}), Mood.WELL, "well",
        "All is well. 3 flows, no document delivered yet.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("facts,mood,key,text", TABLE, ids=[f"{row[2]}-{n}" for n, row in enumerate(TABLE)])
def test_what_it_says(facts: Facts, mood: Mood, key: str, text: str) -> None:
    told = sentence(facts)
    assert (told.mood, told.key, told.text) == (mood, key, text)
    assert said(told.key, told.values, NOW, "tlh") == text  # English where it has no words for it


def test_every_key_has_an_example() -> None:
    assert {row[2] for row in TABLE} == set(ENGLISH)


def test_its_values_are_plain_json_and_the_proof_is_the_newest() -> None:
    told = sentence(WELL).as_dict()
    assert told["values"] == {
        "flows": 3, "delivered_at": "2026-11-25T14:32:00+00:00", "delivered_what": "orders",
        "answered_at": "2026-11-25T14:35:00+00:00", "answered_by": "",
    }  # fmt: skip
    assert told["proof_at"] == "2026-11-25T14:35:00+00:00"


def test_a_weekly_flow_is_not_stale_within_its_week() -> None:
    weekly = replace(ORDERS, ended=at(16, days=-5), succeeded=at(16, days=-5), next_at=at(16, days=2))
    assert sentence(replace(WELL, flows=(weekly,))).key == "well"


@pytest.mark.parametrize(
    "moment,words",
    [(at(14, 32), "14:32"), (at(14, 32, -1), "yesterday 14:32"), (at(7, 5, -3), "Sunday 07:05"),
     (at(7, 5, -9), "2026-11-16 07:05"), (at(7, 5, 2), "2026-11-27 07:05")],
)  # fmt: skip
def test_past_times(moment: datetime, words: str) -> None:
    assert clock(moment.isoformat(), NOW) == words


@pytest.mark.parametrize(
    "moment,words",
    [(at(14, 30), "now"), (at(14, 37), "in 2 min"), (at(15, 35), "in 60 min"), (at(18, 5), "at 18:05"),
     (at(6, 0, 1), "tomorrow at 06:00"), (at(6, 0, 5), "on Monday at 06:00"), (at(6, 0, 29), "on 2026-12-24 at 06:00")],
)  # fmt: skip
def test_coming_times(moment: datetime, words: str) -> None:
    assert coming(moment.isoformat(), NOW) == words


def test_only_the_first_sentence_of_a_problem_is_told_and_never_more_than_fits() -> None:
    assert first_part("The disk is full. Free some space.") == "The disk is full"
    assert (
        first_part(r"The folder C:\v1.2 Data\out is away: no. Why? It is.")
        == r"The folder C:\v1.2 Data\out is away: no"
    )
    long = first_part("The folder " + "x y " * 100)
    assert len(long) <= LONGEST
    assert long.endswith("…")


def test_what_was_cut_has_no_full_stop() -> None:
    values = {"who": "", "what": "x y " * 100, "since": None, "owner": "it", "problems": 2, "owners": {"it": 2}}
    for language, begins in (("en", "2 problems"), ("de", "2 Probleme")):
        words = said("problems", values, NOW, language)
        assert words.startswith(begins)
        assert words.endswith("…")


moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 24)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001
flows = st.builds(
    FlowFacts, id=st.sampled_from(["a", "b", "c"]), title=st.sampled_from(["", "Orders"]), enabled=st.booleans(),
    scheduled=st.booleans(), running=st.booleans(), paused=st.booleans(), paused_until=st.none() | moments,
    next_at=st.none() | moments, ended=st.none() | moments, succeeded=st.none() | moments,
    waiting=st.integers(0, 3), held=st.integers(0, 2),
)  # fmt: skip
problems = st.builds(
    OpenProblem, cause=st.sampled_from(["stopped", "source", "orders:x", "bug", "held"]), what=st.text(max_size=300),
    owner=st.sampled_from(["clerk", "it", "vendor"]), since=moments, flow=st.sampled_from(["", "a", "z"]),
    connection=st.sampled_from(["", "acme"]),
)  # fmt: skip
facts = st.builds(
    Facts, now=moments, flows=st.lists(flows, max_size=3), problems=st.lists(problems, max_size=3),
    engine=st.booleans(), engine_silent=st.booleans(), engine_off_since=st.none() | moments,
    delivered=st.none() | moments,
    answered=st.dictionaries(st.sampled_from(["acme", "north"]), moments, max_size=2),
    settings=st.sampled_from(["", "", "It is broken."]), ledger=st.sampled_from(["", "", "It is damaged."]),
    disk_full=st.booleans(), disk_full_since=st.none() | moments,
)  # fmt: skip


@given(facts)
def test_never_all_is_well_when_something_is_open(given_: Facts) -> None:
    told = sentence(given_)
    on = [flow for flow in given_.flows if flow.enabled]
    open_now = (
        given_.problems or given_.settings or given_.ledger or given_.disk_full
        or not on or any(flow.waiting or flow.held or flow.running for flow in given_.flows)
        or any(flow.paused for flow in on)
        or (not given_.engine and any(flow.scheduled for flow in on))
        or any(flow.scheduled and flow.next_at and given_.now - flow.next_at > timedelta(minutes=5) for flow in on)
    )  # fmt: skip
    assert not (open_now and ("well" in (told.key, told.mood.value) or "All is well" in told.text))
    assert told.text.strip()
    assert "\n" not in told.text

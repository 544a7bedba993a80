"""Scripted faults: when they fire, for which requests, and what becomes of the documents."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest

from desktop_sync.sandbox.faults import Facts, Faults, rules_from, rules_from_text
from desktop_sync.sandbox.messages import Cut, Reply
from tests.in_process import Rig, code, order


def post(rig: Rig, reference: str) -> int | str:
    answer = rig.call("POST", "/v1/orders", order(reference))
    return answer.status if isinstance(answer, Reply) else "cut"


def batch(*references: str) -> dict[str, object]:
    entries = [
        {"key": f"k{reference}", "method": "POST", "path": "/v1/orders", "body": order(reference)}
        for reference in references
    ]
    return {"requests": entries}


def keys(answer: Reply) -> list[str]:
    return [result["key"] for result in json.loads(answer.body)["results"]]


@pytest.mark.parametrize(
    "kind, headers",
    [
        ("401", {"www-authenticate"}),
        ("403", set()),
        ("404", set()),
        ("408", set()),
        ("413", set()),
        ("426", {"upgrade"}),
        ("429", {"retry-after"}),
        ("500", set()),
        ("502", set()),
        ("503", {"retry-after"}),
        ("504", set()),
    ],
)
def test_a_refusal_leaves_everything_as_it_was(rig: Rig, kind: str, headers: set[str]) -> None:
    rig.fault(kind, next=1, retry_after=7)
    answer = rig.reply("POST", "/v1/orders", order("4711"))
    assert answer.status == int(kind)
    assert answer.headers["content-type"] == "application/problem+json"
    assert headers <= set(answer.headers)
    assert answer.headers.get("retry-after", "7") == "7"
    assert rig.writes() == []
    assert post(rig, "4711") == 201


def test_a_500_may_come_after_the_work_was_done(rig: Rig) -> None:
    rig.fault("500", next=1, committed=True)
    assert post(rig, "4711") == 500
    assert rig.writes() == [("create", "4711", "api", 1)]


@pytest.mark.parametrize(
    "kind, written", [("cut_before", 0), ("cut_after", 1), ("cut_during", 1), ("cut_half_batch", 1)]
)
def test_cuts_before_after_and_during_the_answer(rig: Rig, kind: str, written: int) -> None:
    rig.fault(kind, next=1, reset=True)
    answer = rig.call("POST", "/v1/orders", order("4711"))
    assert isinstance(answer, Cut)
    assert answer.reset
    assert len(rig.writes()) == written
    if kind == "cut_during":
        assert answer.reply is not None
        assert 0 < answer.sent < len(answer.reply.body)
    else:
        assert answer.reply is None


def test_a_batch_may_be_cut_after_half_its_documents(rig: Rig) -> None:
    rig.fault("cut_half_batch", next=1)
    assert isinstance(rig.call("POST", "/v1/orders/batch", batch("1", "2", "3")), Cut)
    assert [write[1] for write in rig.writes()] == ["1", "2"]


def test_spoilt_answers_come_after_the_work(rig: Rig) -> None:
    rig.fault("unreadable", next=1)
    answer = rig.reply("POST", "/v1/orders", order("1"))
    assert answer.status == 200
    with pytest.raises(ValueError, match="utf-8"):
        json.loads(answer.body)
    rig.fault("empty", next=1)
    answer = rig.reply("POST", "/v1/orders", order("2"))
    assert (answer.status, answer.body) == (201, b"")
    assert [write[1] for write in rig.writes()] == ["1", "2"]


def test_partial_batch_answers_leave_results_out_but_not_documents(rig: Rig) -> None:
    rig.fault("partial_batch", next=1, share=0.4)
    found = keys(rig.reply("POST", "/v1/orders/batch", batch("1", "2", "3", "4", "5")))
    assert len(found) == 3
    assert set(found) < {"k1", "k2", "k3", "k4", "k5"}
    assert len(rig.writes()) == 5


def test_reordered_batch_answers_hold_every_result(rig: Rig) -> None:
    rig.fault("reordered_batch", next=1)
    references = [str(number) for number in range(20)]
    found = keys(rig.reply("POST", "/v1/orders/batch", batch(*references)))
    assert found != [f"k{reference}" for reference in references]
    assert sorted(found) == sorted(f"k{reference}" for reference in references)


def test_a_person_edits_just_before(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"
    rig.fault("person_edits", next=1, changes={"status": "shipped"})
    assert code(rig.reply("PUT", path, {"notes": "ours"}, if_match='"1"')) == (412, "version_mismatch")
    assert rig.json("GET", path)["status"] == "shipped"
    assert rig.writes() == [("create", "4711", "api", 1), ("update", "4711", "person", 2)]


def test_a_person_deletes_just_before(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"
    rig.fault("person_deletes", next=1)
    assert code(rig.reply("PUT", path, {"notes": "ours"}, if_match='"1"')) == (410, "gone")
    assert rig.writes()[-1] == ("delete", "4711", "person", 2)


def test_a_person_edits_the_document_of_one_reference_within_a_batch(rig: Rig) -> None:
    made = [rig.create(reference) for reference in ("1", "2")]
    entries = [
        {
            "key": f"u{at}",
            "method": "PUT",
            "path": f"/v1/orders/{one['id']}",
            "if_match": "1",
            "body": {"notes": "ours"},
        }
        for at, one in enumerate(made)
    ]
    rig.fault("person_edits", next=1, reference="2")
    results = rig.json("POST", "/v1/orders/batch", {"requests": entries})["results"]
    assert [result["status"] for result in results] == [200, 412]


def test_latency_lets_time_pass_before_the_work(rig: Rig) -> None:
    rig.fault("latency", seconds=2, jitter=1, on="all")
    start = rig.clock.now()
    document = rig.create()
    created = rig.json("GET", "/control/writes")["writes"][0]["time"]
    assert start + 2 <= created <= start + 3
    rig.json("GET", f"/v1/orders/{document['id']}")
    assert rig.clock.now() >= start + 4


def test_next_fires_n_times_then_never(rig: Rig) -> None:
    rig.fault("cut_before", next=2)
    assert [post(rig, str(number)) for number in range(4)] == ["cut", "cut", 201, 201]


def test_numbers_choose_among_the_matching_requests(rig: Rig) -> None:
    rig.fault("500", numbers=[2, 4], reference="x")
    seen = [post(rig, "x" if number % 2 else f"other{number}") for number in range(8)]
    assert seen == [201, 201, 201, 500, 201, 409, 201, 500]


def test_probabilities_are_kept_and_repeatable() -> None:
    def outcomes(seed: int) -> list[int | str]:
        rig = Rig(seed=seed)
        rig.json("POST", "/control/faults", [{"kind": kind, "probability": 0.2} for kind in ("cut_before", "500")])
        return [post(rig, str(number)) for number in range(400)]

    first = outcomes(1)
    assert first == outcomes(1) != outcomes(2)
    counts = Counter(first)
    assert 50 < counts["cut"] < 110
    assert 35 < counts[500] < 95


def test_rules_match_by_method_path_resource_reference_and_kind_of_request() -> None:
    def fires(spec: dict[str, object], facts: Facts) -> bool:
        faults = Faults(Random(0), 10)
        faults.add(rules_from({"kind": "500", **spec}))
        return faults.decide(facts).ending is not None

    put = Facts("PUT", "/v1/orders/ord_1", "orders", writes=True, references={"4711"})
    get = Facts("GET", "/v1/orders", "orders", writes=False, references=())
    assert fires({}, put)
    assert not fires({}, get)
    assert fires({"on": "reads"}, get)
    assert fires({"on": "all", "method": "GET"}, get)
    assert not fires({"method": "POST"}, put)
    assert fires({"path": "/v1/orders/*"}, put)
    assert not fires({"path": "/v1/invoices/*"}, put)
    assert not fires({"resource": "invoices"}, put)
    assert fires({"reference": "4711"}, put)
    assert not fires({"reference": "4712"}, put)


def test_the_first_ending_fault_that_fires_wins_and_delays_add_up() -> None:
    faults = Faults(Random(0), 10)
    faults.add(rules_from([{"kind": kind} for kind in ("person_edits", "500", "cut_before")]))
    faults.add(rules_from([{"kind": "latency", "seconds": seconds} for seconds in (1, 2)]))
    decision = faults.decide(Facts("POST", "/v1/orders", "orders", writes=True, references=()))
    assert decision.delay == 3
    assert [rule.kind for rule in decision.persons] == ["person_edits"]
    assert decision.ending is not None
    assert decision.ending.kind == "500"
    assert faults.fired == {"person_edits": 1, "500": 1, "latency": 2}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("cut_after", {"kind": "cut_after"}),
        ("cut_after:0.1", {"kind": "cut_after", "probability": 0.1}),
        ("429:0.5,retry_after=3", {"kind": "429", "probability": 0.5, "retry_after": 3}),
        ("latency:seconds=0.03,jitter=0.01,on=all", {"kind": "latency", "seconds": 0.03, "jitter": 0.01, "on": "all"}),
        ("500:numbers=1+4,method=PUT", {"kind": "500", "numbers": (1, 4), "method": "PUT"}),
        ('{"kind": "person_edits", "changes": {"notes": "x"}}', {"kind": "person_edits", "changes": {"notes": "x"}}),
    ],
)
def test_rules_are_written_short_or_as_json(text: str, expected: dict[str, object]) -> None:
    assert [rule.model_dump(exclude_defaults=True) for rule in rules_from_text(text)] == [expected]


@pytest.mark.parametrize(
    "text, words",
    [
        ("cut_sometimes", "kind"),
        ("500:2", "probability"),
        ("500:colour=red", "colour"),
        ("500:0.1,next=3", "only one of"),
        ('{"kind": ', "not JSON"),
    ],
)
def test_rules_that_will_not_do_are_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rules_from_text(text)


def test_faults_are_listed_and_removed(rig: Rig) -> None:
    rig.fault("500", next=1)
    post(rig, "1")
    post(rig, "2")
    assert rig.json("GET", "/control/faults")["faults"] == [{"kind": "500", "next": 1, "matched": 2, "fired": 1}]
    assert rig.json("DELETE", "/control/faults")["faults"] == []
    assert code(rig.reply("POST", "/control/faults", {"kind": "500", "often": True})) == (422, "validation")

"""The four characters, and the profile that tells of them."""

from __future__ import annotations

import pytest

from desktop_sync.acme.profile import Profile
from desktop_sync.sandbox.character import CHARACTERS, Options, character_of
from desktop_sync.sandbox.messages import Cut
from tests.in_process import Rig, code, order


@pytest.mark.parametrize(
    "name, keys, unique",
    [("both", True, True), ("keys", True, False), ("unique", False, True), ("lagging", True, False)],
)
def test_the_profile_tells_what_the_character_does(name: str, keys: bool, unique: bool) -> None:
    rig = Rig(name)
    profile = Profile.model_validate(rig.sandbox.profile)
    assert (profile.idempotency is not None, profile.unique_references) == (keys, unique)
    assert profile.exactly_once
    rig.json("POST", "/v1/orders", order("1"), idempotency_key="k")
    replayed = "idempotency-replayed" in rig.reply("POST", "/v1/orders", order("1"), idempotency_key="k").headers
    assert replayed is keys
    second = rig.reply("POST", "/v1/orders", order("1"), idempotency_key="k2")
    assert (second.status == 409) is unique


def test_every_character_is_tried_here() -> None:
    assert set(CHARACTERS) == {"both", "keys", "unique", "lagging"}
    with pytest.raises(ValueError, match="There is no character 'nice'"):
        character_of("nice", Options())


def test_without_unique_references_all_of_a_reference_are_found_oldest_first() -> None:
    rig = Rig("keys")
    for notes in ("first", "second"):
        rig.create(notes=notes)
    found = rig.json("POST", "/v1/orders/lookup", {"references": ["4711"]})["items"]
    assert [document["notes"] for document in found] == ["first", "second"]


def test_a_lagging_find_sees_what_was_there_five_seconds_ago() -> None:
    rig = Rig("lagging")
    document = rig.create(notes="one")
    path = f"/v1/orders/{document['id']}"

    def seen() -> tuple[list[str], list[str]]:
        looked = rig.json("POST", "/v1/orders/lookup", {"references": ["4711"]})["items"]
        listed = rig.json("GET", "/v1/orders", query="external_reference=4711")["items"]
        return [found["notes"] for found in looked], [found["notes"] for found in listed]

    assert seen() == ([], [])
    assert rig.json("GET", path)["notes"] == "one"
    rig.clock.wait(5)
    assert seen() == (["one"], ["one"])
    rig.json("PUT", path, {"notes": "two"}, if_match='"1"')
    rig.clock.wait(4.9)
    assert seen() == (["one"], ["one"])
    rig.clock.wait(0.2)
    assert seen() == (["two"], ["two"])
    rig.json("POST", "/control/person", {"action": "delete", "resource": "orders", "reference": "4711"})
    assert seen()[0] == ["two"]
    rig.clock.wait(5)
    assert seen() == ([], [])


def test_in_a_lagging_api_a_cut_request_is_committed_within_ten_seconds() -> None:
    rig = Rig("lagging")
    start = rig.clock.now()
    rig.fault("cut_after", numbers=list(range(1, 21)))
    for number in range(20):
        assert isinstance(rig.call("POST", "/v1/orders", order(str(number)), idempotency_key=f"k{number}"), Cut)
    assert len(rig.writes()) < 20
    assert code(rig.reply("POST", "/v1/orders", order("x"), idempotency_key="k0")) == (422, "key_reused")
    rig.clock.wait(10)
    times = [write["time"] - start for write in rig.json("GET", "/control/writes")["writes"]]
    assert len(times) == 20
    assert 0 < min(times) < 5 < max(times) <= 10


def test_in_the_other_characters_a_cut_request_is_committed_at_once() -> None:
    rig = Rig("keys")
    rig.fault("cut_after", next=1)
    rig.call("POST", "/v1/orders", order("4711"))
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_a_commit_lag_that_would_be_a_broken_promise_is_refused() -> None:
    with pytest.raises(ValueError, match=r"A commit lag of 14\.0 s is too short for 'lagging'"):
        Rig("lagging", commit_lag=14.0)
    assert Rig("lagging", commit_lag=15.0).sandbox.profile["commit_lag"] == 15.0


def test_delays_longer_than_the_commit_lag_are_refused() -> None:
    rig = Rig("both", commit_lag=5.0)
    rig.fault("late_commit", seconds=3)
    answer = rig.reply("POST", "/control/faults", {"kind": "latency", "seconds": 2, "jitter": 1})
    assert code(answer) == (422, "validation")
    assert b"--commit-lag" in answer.body


def test_the_rate_limit_is_kept_and_told() -> None:
    rig = Rig(requests_per_second=2.0)
    assert Profile.model_validate(rig.sandbox.profile).rate_limit.requests_per_second == 2.0
    assert [rig.reply("GET", "/v1/account").status for _ in range(3)] == [200, 200, 429]
    answer = rig.reply("GET", "/v1/account")
    assert code(answer) == (429, "rate_limited")
    assert answer.headers["retry-after"] == "1"
    rig.clock.wait(1)
    assert rig.reply("GET", "/v1/account").status == 200

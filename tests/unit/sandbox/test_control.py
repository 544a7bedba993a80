"""The control endpoints: people, the log of writes, the counts."""

from __future__ import annotations

from hashlib import sha256

from desktop_sync.core.identity import canonical
from tests.in_process import Rig, code, order


def person(action: str, reference: str = "4711", **more: object) -> dict[str, object]:
    return {"action": action, "resource": "orders", "reference": reference, **more}


def test_a_person_edits_and_deletes(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"
    assert rig.json("POST", "/control/person", person("edit", changes={"status": "confirmed"}))["version"] == "2"
    assert rig.json("GET", path)["status"] == "confirmed"
    rig.json("POST", "/control/person", person("edit"))
    assert rig.json("GET", path)["notes"] == "Edited by a person in Acme (version 3)."
    rig.json("POST", "/control/person", person("delete"))
    assert [write[:1] + write[2:] for write in rig.writes()] == [
        ("create", "api", 1),
        ("update", "person", 2),
        ("update", "person", 3),
        ("delete", "person", 4),
    ]


def test_what_a_person_cannot_do(rig: Rig) -> None:
    rig.create()
    assert code(rig.reply("POST", "/control/person", person("edit", "4712"))) == (404, "not_found")
    assert code(rig.reply("POST", "/control/person", person("edit", changes={"currency": "x"}))) == (422, "validation")
    assert code(rig.reply("POST", "/control/person", person("praise"))) == (422, "validation")
    assert code(rig.reply("POST", "/control/person", {"action": ["edit"]})) == (422, "validation")
    assert code(rig.reply("GET", "/control/person")) == (405, "method_not_allowed")
    assert code(rig.reply("GET", "/control/everything")) == (404, "not_found")
    assert len(rig.writes()) == 1


def test_the_log_holds_every_accepted_write_whole(rig: Rig) -> None:
    start = rig.clock.now()
    document = rig.json("POST", "/v1/orders", order("4711"), idempotency_key="k1")
    rig.reply("POST", "/v1/orders", order("4712", currency="x"), idempotency_key="k2")
    rig.clock.wait(2)
    rig.json("PUT", f"/v1/orders/{document['id']}", {"notes": "x"}, if_match='"1"', idempotency_key="k3")
    first, second = rig.json("GET", "/control/writes")["writes"]
    assert first == {
        "seq": 1,
        "time": start,
        "resource": "orders",
        "id": document["id"],
        "reference": "4711",
        "action": "create",
        "by": "api",
        "version": 1,
        "key": "k1",
        "body_sha256": sha256(canonical(order("4711"))).hexdigest(),
        "body": order("4711"),
    }
    assert (second["time"], second["key"], second["body"]) == (start + 2, "k3", order("4711", notes="x"))


def test_the_log_may_be_read_in_parts(rig: Rig) -> None:
    for reference in ("1", "2", "3"):
        rig.create(reference)

    def seen(query: str) -> list[str]:
        return [write["reference"] for write in rig.json("GET", "/control/writes", query=query)["writes"]]

    assert seen("since=1") == ["2", "3"]
    assert seen("since=1&limit=1") == ["2"]
    assert seen("reference=3") == ["3"]
    assert seen("resource=invoices") == []


def test_requests_are_counted_by_kind_and_outcome(rig: Rig) -> None:
    rig.create()
    rig.fault("cut_after", next=1)
    rig.fault("late_commit", numbers=[2], seconds=5)
    for reference in ("5", "6"):
        rig.call("POST", "/v1/orders", order(reference))
    rig.reply("GET", "/v1/orders/none")
    counts = rig.json("GET", "/control/requests")
    assert counts["requests"]["POST orders collection"] == {"201": 1, "cut_after": 1, "late_commit": 1}
    assert counts["requests"]["GET orders one"] == {"404": 1}
    assert counts["faults"] == {"cut_after": 1, "late_commit": 1}
    assert counts["waiting"] == 1

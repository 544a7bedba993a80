"""The first flow as its user lives it: files in, orders in Acme, files away, and the commands that tell of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import FLOW, SAMPLE, Installation
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.sandbox_process import start_sandbox

SAMPLES = SAMPLE.parent


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    """Where these tests work."""
    return installation("both")


def states(told: object) -> dict[str, str]:
    """By reference, of what ``run --json`` told; of several versions the last."""
    assert isinstance(told, dict)
    return {one["reference"]: one["state"] for file in told["files"] for one in file["what_became"]}


def test_the_samples_go_through_as_the_demo_tells(desk: Installation) -> None:
    for name in ("ORD_0812.xml", "ORD_0813.xml", "ORD_0814.xml"):
        (desk.legacy.folder / name).write_bytes((SAMPLES / name).read_bytes())
    done = desk.run("--json")
    assert done.code == 4, done
    assert (done.json["flow"], done.json["outcome"]) == (FLOW, "problems")
    assert states(done.json) == {
        "4711": "created", "4712": "created", "4713": "created", "4715": "rejected", "4716": "created",
    }  # fmt: skip
    assert {write["reference"]: write["action"] for write in desk.acme.writes()} == dict.fromkeys(
        ["4711", "4712", "4713", "4716"], "create"
    )
    held = desk.acme.documents("orders")["4711"]
    assert (held["lines"][0]["quantity"], held["lines"][0]["unit_price"]) == ("60", "11.50")
    today = datetime.now(UTC).astimezone().strftime("%Y/%m/%d")
    settled = {file["path"]: file["target"] for file in done.json["files"]}
    assert settled == {
        "ORD_0812.xml": f"archive/{today}/ORD_0812.xml",
        "ORD_0813.xml": f"archive/{today}/ORD_0813.xml",
        "ORD_0814.xml": "failed/ORD_0814.xml",
    }
    assert_files_once(desk.legacy.folder, ["ORD_0812.xml", "ORD_0813.xml"], ["ORD_0814.xml"])
    assert (desk.legacy.folder / settled["ORD_0812.xml"]).read_bytes() == (SAMPLES / "ORD_0812.xml").read_bytes()


def test_nothing_is_sent_a_second_time_and_a_change_is_an_update(desk: Installation) -> None:
    first = [Order("1"), Order("2"), Order("3")]
    desk.legacy.drop(*first)
    assert desk.run().code == 0
    before = desk.acme.requests()["requests"]
    again = desk.run("--json")
    assert (again.code, again.json["outcome"], again.json["files"], again.json["problems"]) == (0, "done", [], [])
    after = desk.acme.requests()["requests"]
    asked = {kind for kind in after if after[kind] != before.get(kind)}
    assert asked == {"GET account", "GET other"}, after  # the run asks who we are; the other is this test's question
    desk.legacy.drop(first[1].changed(quantity="50"), first[2])
    changed = desk.run("--json")
    assert (changed.code, states(changed.json)) == (0, {"2": "updated", "3": "unchanged"}), changed
    assert desk.acme.documents("orders")["2"]["lines"][0]["quantity"] == "50"
    assert [write["action"] for write in desk.acme.writes()] == ["create"] * 3 + ["update"]
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_the_trail_leads_from_the_file_to_the_answer(desk: Installation) -> None:
    desk.legacy.drop(Order("77"), Order("4711"))
    desk.legacy.drop(Order("4711").changed(quantity="41"))
    assert desk.run().code == 0
    done = desk.call("trail", "4711", "--json")
    assert done.code == 0, done
    [lane] = done.json
    assert (lane["resource"], lane["reference"], lane["tenant"]) == ("orders", "4711", "sandbox")
    assert lane["remote_id"] == desk.acme.documents("orders")["4711"]["id"]
    older, newer = lane["deliveries"]
    assert (older["path"], older["record"], older["position"]["line"]) == ("ORD_00001.xml", 2, 16)
    assert re.fullmatch("[0-9a-f]{64}", older["payload"])
    assert older["state"] in {"superseded", "created"}
    assert newer["state"] in {"created", "updated"}
    request = newer["requests"][0]
    assert (request["status"], request["outcome"]) in {(201, "done"), (200, "done")}
    assert request["key"] in {write["key"] for write in desk.acme.writes("orders", "4711")}
    words = desk.call("trail", "4711")
    assert words.code == 0
    assert newer["payload"] in words.out
    assert "Seen 2 times with 2 contents; Acme took 1 create" in words.out


def test_header_data_decides_cancel_and_ignore(desk: Installation) -> None:
    desk.legacy.drop(Order("1"), Order("2", state="QUOTE"))
    assert desk.run().code == 0
    desk.legacy.drop(Order("1").changed(state="STORNO"), Order("3", state="STORNO"))
    assert desk.run().code == 0
    held = desk.acme.documents("orders")
    assert {number: (one["status"], one["cancelled"]) for number, one in held.items()} == {"1": ("cancelled", True)}


def test_a_refused_order_needs_a_person_and_stops_no_other(desk: Installation) -> None:
    desk.legacy.drop(Order("1"), Order("2", customer="UNKNOWN-1"), Order("3", quantity="many"), Order("4"))
    done = desk.run("--json")
    assert (done.code, done.json["outcome"]) == (4, "problems")
    assert sorted(desk.acme.documents("orders")) == ["1", "4"]
    refused, faulty = sorted(done.json["problems"], key=lambda problem: problem["record"])
    assert (refused["record"], refused["owner"]) == (2, "clerk")
    assert "Order 2 was refused" in refused["what"]
    assert "UNKNOWN-1" in refused["what"]
    assert json.loads(refused["position"])["line"] == 16
    assert (faulty["record"], faulty["value"]) == (3, "many")
    assert "ORD_00001.xml, line 39: " in faulty["what"], faulty  # of the field, not of the order
    assert faulty["position"].startswith("line 39, column 70, ")
    assert "lines[1].quantity: expected a decimal number" in faulty["what"]
    assert done.json["files"][0]["target"].startswith("archive/")
    assert desk.call("trail", "2").code == 4
    assert desk.call("status").code == 4
    desk.legacy.drop(Order("2").changed(), name="ORD_later.xml")
    assert desk.run().code == 0
    [left] = desk.call("status", "--json").json["problems"]
    assert left["record"] == 3


def test_a_broken_file_goes_to_failed_with_its_reason_until_it_comes_whole(desk: Installation) -> None:
    desk.legacy.drop(Order("1"), name="ORD_a.xml")
    whole = desk.legacy.drop(Order("2"), Order("3"), name="ORD_b.xml").read_text(encoding="utf-8")
    (desk.legacy.folder / "ORD_b.xml").write_text(whole[: len(whole) * 2 // 3], encoding="utf-8")
    done = desk.run("--json")
    assert (done.code, sorted(desk.acme.documents("orders"))) == (4, ["1"]), done
    assert_files_once(desk.legacy.folder, ["ORD_a.xml"], ["ORD_b.xml"])
    reason = json.loads((desk.legacy.folder / "failed" / "ORD_b.xml.reason.json").read_text(encoding="utf-8"))
    assert (reason["file"], reason["flow"]) == ("ORD_b.xml", FLOW)
    assert "line " in reason["problems"][0]["what"]
    [problem] = done.json["problems"]
    assert problem["what"].startswith("ORD_b.xml cannot be read: ")
    assert "1 record before that could be read" in problem["what"]
    (desk.legacy.folder / "ORD_b.xml").write_text(whole, encoding="utf-8")
    fixed = desk.run("--json")
    assert (fixed.code, fixed.json["problems"]) == (0, []), fixed
    assert sorted(desk.acme.documents("orders")) == ["1", "2", "3"]
    assert (desk.call("status").code, desk.call("status", "--json").json["problems"]) == (0, [])


def test_status_tells_in_one_sentence(desk: Installation) -> None:
    untouched = desk.call("status", "--json")
    [flow] = untouched.json["flows"]
    assert (untouched.code, flow["flow"], flow["started_at"], untouched.json["owner"]) == (0, FLOW, None, None)
    assert desk.call("status").out.startswith("No flow has run yet.")
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    done = desk.call("status", "--json")
    assert done.code == 0
    assert set(done.json) >= {
        "flows", "items", "deliveries", "last_delivered_at", "accounts", "problems", "owner", "sentence",
    }  # fmt: skip
    [flow] = done.json["flows"]
    assert (flow["flow"], flow["outcome"], json.loads(flow["counts"])["created"]) == (FLOW, "done", 1)
    assert done.json["sentence"].startswith("All is well. 1 flow, last order delivered ")
    assert [(one["connection"], one["tenant"]) for one in done.json["accounts"]] == [("acme", "sandbox")]


def test_check_tests_connections_step_by_step(desk: Installation) -> None:
    done = desk.call("check", "acme", "--json")
    assert done.code == 0, done
    assert {step["name"] for step in done.json} >= {"sign-in", "permission: orders", "permission: invoices", "clock"}
    assert all(set(step) == {"name", "state", "detail", "hint", "key"} for step in done.json)
    assert {step["state"] for step in done.json} == {"ok"}
    folder = desk.call("check", "erp")
    assert (folder.code, "✓" in folder.out) == (0, True)
    assert desk.call("secret", "set", desk.secret, typed="not the key").code == 0
    wrong = desk.call("check", "acme", "--json")
    assert wrong.code == 4
    [failed] = [step for step in wrong.json if step["state"] == "failed"]
    assert (failed["name"], bool(failed["hint"])) == ("sign-in", True)
    desk.acme.stop()
    away = desk.call("check", "acme")
    assert (away.code, "✗" in away.out) == (4, True)
    assert desk.call("check", "nobody").code == 2


def test_all_faults_of_the_settings_are_told_at_once_with_their_places(desk: Installation) -> None:
    right = desk.call("config", "validate", "--json")
    assert (right.code, right.json["ok"], right.json["errors"]) == (0, True, []), right
    desk.change_flow(FLOW, "source", min_age="soon", connection="nowhere")
    desk.change_connection("acme", base_url="nothing at all", colour="red")
    wrong = desk.call("config", "validate", "--json")
    assert (wrong.code, wrong.json["ok"]) == (2, False)
    told = json.dumps(wrong.json["errors"])
    for name in ("min_age", "nowhere", "base_url", "colour"):
        assert name in told
    assert all(problem["line"] for problem in wrong.json["errors"]), wrong
    for command in (("run", FLOW), ("check", "acme")):
        refused = desk.call(*command)
        assert refused.code == 2
        assert refused.err.count("\n  - ") >= 4, refused
    refused = desk.run("--json")
    assert (refused.code, len(refused.json["problems"])) == (2, len(wrong.json["errors"]))


def test_every_kind_of_bad_settings_is_told_in_one_round(desk: Installation) -> None:
    """Unknown key, missing connection, missing secret, wrong type, bad XPath, unknown zone, overlapping flows."""
    desk.add_flow("second", "ORD_*")  # the same files of the same folder
    desk.add_flow("third", "elsewhere-*")
    desk.change_flow("third", "source", connection="nowhere", recursive="yes")
    desk.change_flow("third", "target", colour="red")
    desk.change_flow("third", "format", record="//Order[@no='1']")
    desk.change_flow("second", "mapping", version={"from": "erp:Header/erp:Date", "convert": [{
        "datetime": {"format": "%d.%m.%Y %H:%M", "zone": "Europe/Berln"}}]})  # fmt: skip
    desk.change_connection("acme", api_key="acme/never-stored")
    wrong = desk.call("config", "validate", "--json")
    assert wrong.code == 2, wrong
    told = [*wrong.json["errors"], *wrong.json["warnings"]]
    assert all(one["line"] for one in told), wrong
    for place, part in {
        'connections[1] "acme" → api_key': "no secret is stored under this name yet",
        'flows[1] "second" → source.pattern': 'may pick up the same files as the flow "erp-orders"',
        'flows[2] "third" → source.recursive': "expected true or false",
        'flows[1] "second" → mapping.version.convert[0].datetime': "expected a time zone",
        'flows[2] "third" → source.connection': "there is no connection of this id",
        'flows[2] "third" → format': "is no name of an element",
        'flows[2] "third" → target.colour': "is not an option here",
    }.items():
        assert any(one["place"] == place and part in one["message"] for one in told), (place, told)


def test_a_flow_that_does_not_exist_is_told_with_those_that_do(desk: Installation) -> None:
    done = desk.run(flow="orders")
    assert (done.code, FLOW in done.err) == (2, True)


def test_secrets_come_in_by_pipe_and_never_out(desk: Installation) -> None:
    assert desk.call("secret", "set", "acme/other", typed="second-value\n").code == 0
    listed = desk.call("secret", "list", "--json")
    assert (listed.code, listed.json) == (0, sorted([desk.secret, "acme/other"]))
    assert desk.call("secret", "list").out.split() == sorted([desk.secret, "acme/other"])
    desk.legacy.drop(Order("1"))
    spoken = [desk.run(), desk.call("trail", "1"), desk.call("status", "--json"), desk.call("check", "acme"), listed]
    for done in spoken:
        assert desk.acme.api_key not in done.out + done.err
    for path in desk.data.rglob("*"):
        assert not path.is_file() or desk.acme.api_key.encode() not in path.read_bytes()
    assert desk.call("secret", "delete", "acme/other").code == 0
    assert desk.call("secret", "list", "--json").json == [desk.secret]
    assert desk.call("secret", "delete", "acme/other").code == 2


def test_a_missing_secret_stops_with_what_to_do_and_costs_nothing(desk: Installation) -> None:
    desk.legacy.drop(Order("1"))
    assert desk.call("secret", "delete", desk.secret).code == 0
    stopped = desk.run()
    assert (stopped.code, f"secret set {desk.secret}" in stopped.out + stopped.err) == (4, True), stopped
    desk.set_secret()
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), {"1": "1/1"})


def test_a_profile_with_a_schema_that_is_none_stops_and_costs_nothing(desk: Installation) -> None:
    schema = desk.profile.with_name(desk.acme.profile()["resources"]["orders"]["schema_file"])
    former = schema.read_bytes()
    schema.write_text('{"type": 5}', encoding="ascii")
    desk.legacy.drop(Order("1"))
    stopped = desk.run()
    assert (stopped.code, "is not a JSON Schema" in stopped.err) == (2, True), stopped
    assert desk.acme.writes() == []
    schema.write_bytes(former)
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), {"1": "1/1"})


def test_a_young_file_is_exit_3_and_is_waited_for(desk: Installation) -> None:
    desk.change_flow(FLOW, "source", min_age="700ms")
    desk.legacy.drop(Order("1"))
    young = desk.run("--no-wait", "--json")
    assert (young.code, young.json["outcome"], young.json["counts"]["young"]) == (3, "waiting", 1), young
    assert desk.acme.writes() == []
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)


def test_while_acme_is_out_of_order_documents_wait_and_go_on_by_themselves(desk: Installation) -> None:
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    desk.acme.fault("503", on="all", path="/v1/orders*")
    desk.legacy.drop(Order("2"))
    out_of_order = desk.run("--no-wait", "--json")
    assert (out_of_order.code, out_of_order.json["outcome"]) == (3, "waiting"), out_of_order
    waiting = desk.call("status", "--json")
    assert (waiting.code, sum(waiting.json["deliveries"].values())) == (3, 1), waiting
    assert waiting.json["sentence"].startswith("Work goes on: ")
    assert desk.call("trail", "2").code == 3
    desk.acme.clear_faults()
    assert desk.run().code == 0
    assert_promise(desk.acme.writes(), desk.legacy.expected)


def test_while_acme_is_away_files_wait_and_go_on_by_themselves(
    installation: MakesInstallations, tmp_path: Path
) -> None:
    database = tmp_path / "acme.db"
    desk = installation("both", database=database)
    desk.legacy.drop(Order("1"))
    assert desk.run().code == 0
    assert desk.acme.stop() == 0
    desk.legacy.drop(Order("2"))
    away = desk.run("--no-wait")
    assert (away.code, "2  pending" in away.out) == (3, True), away
    with start_sandbox("both", database=database, port=desk.acme.port) as back:
        assert desk.run().code == 0
        assert_promise(back.writes(), desk.legacy.expected)
        assert_files_once(desk.legacy.folder, desk.legacy.files)


def test_anything_else_is_exit_1(desk: Installation) -> None:
    unknown = desk.call("trail", "no such order")
    assert (unknown.code, "no such order" in unknown.err) == (1, True)
    told = desk.call("trail", "no such order", "--json")
    assert (told.code, set(told.json)) == (1, {"error", "hint", "problems"})


def test_settings_are_installed_kept_and_rolled_back(desk: Installation) -> None:
    desk.change_flow(FLOW, "source", pattern="A_*.xml")
    fresh = desk.place / "fresh.toml"
    fresh.write_text((desk.data / "settings.toml").read_text(encoding="utf-8").replace("A_*", "B_*"), encoding="utf-8")
    assert desk.call("config", "install", str(fresh), "--json").json["ok"]
    assert len(desk.call("config", "history", "--json").json) == 1
    desk.legacy.drop(Order("1"), name="A_1.xml")
    assert desk.run("--json").json["files"] == []
    assert desk.call("config", "rollback").code == 0
    assert [file["path"] for file in desk.run("--json").json["files"]] == ["A_1.xml"]

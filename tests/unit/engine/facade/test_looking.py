"""Looking through the facade: the same as the commands that read, while somebody writes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.schedule import Due, MissedFires
from desktop_sync.desks import facade
from desktop_sync.engine.runs import Runs
from tests.crash.orders import Order, Setup
from tests.crash.world import World, cannot_look
from tests.unit.engine.facade.desk import Plain, at_desk


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One order is in Acme, one was refused."""
    made = World(tmp_path)
    made.drop("a.xml", [Order("4711", 1), Order("4712", 1, customer="UNKNOWN-1")])
    made.run()
    return made


def test_history(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("history", show=["runs", "documents"], limit=1)
        assert [len(rows) for rows in told.values()] == [1, 1]
        found = desk.ask("history", show=["documents"], text="4711")
        assert [one["reference"] for one in found["documents"]] == ["4711"]
        with pytest.raises(Rejected, match="no history of secrets"):
            desk.ask("history", show=["secrets"])


def test_history_of_one_file_or_run_and_where_it_stands(world: World) -> None:
    world.drop("b.xml", [Order("4713", 1)])
    world.run()
    with at_desk(world) as desk:
        assert desk.ask("history_blocks", show="documents") == {
            "newest": 3, "blocks": [[1, 3, 3]], "next": None, "cut": False,
        }  # fmt: skip
        of_file = desk.ask("history", show=["documents"], item=1)["documents"]
        assert [one["reference"] for one in of_file] == ["4712", "4711"]
        told = desk.ask("history", show=["files", "documents"], run=2)
        assert [one["path"] for one in told["files"]] == ["b.xml"]
        assert [one["reference"] for one in told["documents"]] == ["4713"]
        assert desk.ask("history_blocks", show="documents", state=["rejected", "unknown"])["blocks"] == [[1, 3, 1]]
        assert [one["id"] for one in desk.ask("history", show=["documents"], after=1, before=3)["documents"]] == [2]
        assert desk.ask("history", show=["runs"], state="going")["runs"] == []
        with pytest.raises(Rejected, match="no history of secrets"):
            desk.ask("history_blocks", show="secrets")


def test_fires_that_were_missed(world: World) -> None:
    first, second, third = (datetime(2026, 11, 27, hour, tzinfo=UTC) for hour in (6, 7, 8))
    with at_desk(world) as desk:
        agenda = desk.ledger.agenda
        assert agenda.pass_over("orders", Due(planned=second, missed=MissedFires(first, second, 2)), None, "asleep")
        due = Due(run=True, planned=third, missed=MissedFires(third, third, 1))
        run = agenda.begin("orders", "schedule", due, second, "off")
        told = desk.ask("history", show=["missed"])["missed"]
        assert [(one["count"], one["reason"], one["run"]) for one in told] == [(1, "off", run), (2, "asleep", None)]
        assert desk.ask("history", show=["missed"], state="asleep", end=third.timestamp())["missed"] == told[1:]
        assert desk.ask("history", show=["missed"], begin=third.timestamp())["missed"] == told[:1]


def test_trail(world: World) -> None:
    with at_desk(world) as desk:
        [lane] = desk.ask("trail", document="4711")
        assert lane["deliveries"][0]["requests"][0]["method"] == "POST"
        with pytest.raises(Rejected, match="has been seen yet"):
            desk.ask("trail", document="4799")


def test_problems_by_group_and_one_group_in_full(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("problems")
        [group] = told["groups"]
        assert told["members"] is None
        [member] = desk.ask("problems", name=group["group"])["members"]
        assert member["reference"] == "4712"
        assert desk.ask("problems", name="another")["groups"] == []


def test_members_page_by_page_and_of_one_flow(world: World) -> None:
    world.drop("b.xml", [Order(f"48{number}", 1, customer="UNKNOWN-1") for number in range(3)])
    world.run()
    with at_desk(world) as desk:
        [group] = desk.ask("problems", flow="orders")["groups"]
        assert (group["problems"], group["flows"], group["connections"]) == (4, ["orders"], [])
        assert desk.ask("problems", flow="invoices")["groups"] == []
        first, *_ = desk.ask("problems", name=group["group"], limit=2)["members"]
        assert first["line"] == 3
        assert first["note"] in first["what"]
        rest = desk.ask("problems", name=group["group"], after=int(first["problem"][1:]))["members"]
        assert [one["reference"] for one in rest] == ["480", "481", "482"]


def test_documents_of_which_nobody_knows_whether_they_arrived_are_a_group_after_a_while(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.drop("a.xml", [Order("1", 1)])
    world.faults({"kind": "cut_after", "next": 1}, cannot_look(*range(2, 60)))
    world.run(retry_within=0)
    with at_desk(world) as desk:
        [group] = [one for one in desk.ask("problems")["groups"] if one["group"] == "unknown"]
        assert (group["problems"], group["can"], group["flows"]) == (1, ["answer"], ["orders"])
        [member] = desk.ask("problems", name="unknown")["members"]
        assert (member["reference"], member["line"], member["state"]) == ("1", 2, "unknown")
        assert member["what"] == "Order 1: it is not known whether it has arrived."
        assert desk.ask("problems", name="unknown", after=member["delivery"])["members"] == []
        desk.ask("answer", name="1", said="arrived")
        assert "unknown" not in [one["group"] for one in desk.ask("problems")["groups"]]


def test_what_has_ended_is_told_for_a_while(world: World) -> None:
    with at_desk(world) as desk:
        assert desk.ask("resolved", since=0) == []
        desk.ask("dismiss", name="4712", reason="not ours")
        [ended] = desk.ask("resolved", since=0, flow="orders")
        assert (ended["problems"], ended["reference"]) == (1, "4712")
        assert ended["closed_by"] == "dismissed by anna: not ours"
        assert desk.ask("resolved", since=ended["closed_at"] + 1) == []
        assert desk.ask("resolved", since=0, flow="invoices") == []


def test_a_file_is_found_where_it_came_and_where_it_was_moved_to(world: World) -> None:
    with at_desk(world) as desk:
        [group] = desk.ask("problems")["groups"]
        item = group["examples"][0]["item"]
        found = desk.ask("find_file", item=item)
        file = Path(found["file"])
        assert file.is_file()
        assert (file.name, str(file.parent)) == ("a.xml", found["folder"])
        file.unlink()
        with pytest.raises(Rejected, match="does not lie where it came"):
            desk.ask("find_file", item=item)
        with pytest.raises(Rejected, match="Nothing is known"):
            desk.ask("find_file", item=item + 1)


def test_a_plan_page_by_page(world: World) -> None:
    world.drop("b.xml", [Order(f"48{number}", 1) for number in range(5)])
    with at_desk(world) as desk:
        plan = desk.ask("dry_run", flow="orders", limit=0)
        assert (plan["rows"], plan["counts"]) == ([], {"created": 5})
        which = {"flow": "orders", "number": plan["plan"]}
        first = desk.ask("plan_rows", limit=2, **which)
        rest = desk.ask("plan_rows", after=first[-1]["row"], **which)
        assert [one["reference"] for one in [*first, *rest]] == ["480", "481", "482", "483", "484"]
        assert desk.ask("plan_rows", would="updated", **which) == []
        assert desk.ask("plan_rows", **{**which, "flow": "invoices"}) == []
        assert len(desk.ask("plan_rows", became="not sent", **which)) == 5
        desk.ask("execute", plan=plan["plan"], flow="orders")
        assert len(desk.ask("plan_rows", would="created", became="created", **which)) == 5
        assert desk.ask("plan_rows", became="not sent", **which) == []


def test_looking_is_not_held_up_by_whoever_writes(world: World) -> None:
    app = world.app()
    with app.owner("test") as owner:
        desk = Plain(facade(app, owner, Runs(0, owner.clock)))
        with owner.ledger.database.transaction():  # one that lasts, in this thread; looking is done in another
            looked = threading.Thread(target=lambda: desk.heard.append(desk.ask("problems")))
            looked.start()
            looked.join(10)
            assert not looked.is_alive()
    assert desk.heard[0]["groups"]


def test_schedules(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(flows=("orders", "invoices")))
    with at_desk(world) as desk:
        assert [one["flow"] for one in desk.ask("schedule")] == ["orders", "invoices"]
        with pytest.raises(SettingsError, match="no flow"):
            desk.ask("schedule", flow="nothing")


def test_a_pause_moves_the_next_fires(world: World) -> None:
    text = (world.data / "settings.toml").read_text(encoding="utf-8")
    daily = '[flows.schedule]\nat = ["16:00"]\nzone = "Europe/Berlin"\n[flows.target]'
    (world.data / "settings.toml").write_text(text.replace("[flows.target]", daily), encoding="utf-8")
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    with at_desk(world) as desk:
        desk.ledger.agenda.pause("orders", until, "anna")
        [told] = desk.ask("schedule")
        assert told["paused"] == {"until": until.isoformat()}
        fires = [datetime.fromisoformat(one["at"]) for one in told["next"]]
        assert timedelta() < fires[0] - until <= timedelta(days=1)
        desk.ledger.agenda.pause("orders", None, "anna")
        [told] = desk.ask("schedule")
        assert (told["paused"], told["next"]) == ({"until": None}, [])
        desk.ledger.agenda.resume("orders")
        assert desk.ask("schedule")[0]["paused"] is None


def test_the_snapshot_tells_everything(world: World) -> None:
    world.drop("b.xml", [Order("4713", 1)])
    with at_desk(world) as desk:
        told = desk.ask("snapshot")
    [flow] = told["flows"]
    assert (flow["flow"], flow["title"], flow["enabled"], flow["state"]) == ("orders", "orders", True, "attention")
    assert (flow["last"]["outcome"], flow["last"]["counts"]["created"]) == ("problems", 1)
    assert (flow["today"]["created"], flow["problems"], flow["waiting"], flow["held"]) == (1, 1, 0, 0)
    assert flow["reads"].endswith("orders: *.xml")
    assert flow["writes"] == "orders"
    assert [one["cause"] for one in told["problems"]]
    assert told["engine"] == {"process": 4711, "since": 1_780_000_000.0, "version": "1.0"}
    assert told["last_delivered_at"] is not None
    assert told["sentence"]["mood"] == "attention"


def test_the_snapshot_tells_what_is_held_and_what_a_first_run_asks(tmp_path: Path) -> None:
    world = World(tmp_path, setup=Setup(first_run="ask", hold="hold_above = 1\n"))
    world.drop("a.xml", [Order("1", 1), Order("2", 1)])
    with at_desk(world) as desk:
        desk.ask("run", flow="orders")
        [flow] = desk.ask("snapshot")["flows"]
        assert (flow["state"], flow["question"][:19]) == ("stopped", "1 file is already t")
        desk.ask("run", flow="orders", first_run="all")
        [flow] = desk.ask("snapshot")["flows"]
        assert (flow["state"], flow["question"], flow["held"]) == ("attention", "", 2)


def test_before_the_first_run(tmp_path: Path) -> None:
    with at_desk(World(tmp_path)) as desk:
        told = desk.ask("snapshot")
    assert (told["sentence"]["key"], told["flows"][0]["last"], told["flows"][0]["state"]) == ("not_yet", None, "idle")


def test_what_is_expected_and_what_could_be(world: World) -> None:
    with at_desk(world) as desk:
        [flow] = desk.ask("arrivals", flow="orders")
        assert (flow["flow"], flow["expected"]) == ("orders", [])
        [flow] = desk.ask("suggest_arrivals", flow="orders")
        assert (flow["proposed"], flow["toml"]) == ([], "")
        assert flow["missing"].startswith("A file came on 0 days" if flow["evidence"] else "No file came before")
        with pytest.raises(SettingsError, match="nothing"):
            desk.ask("suggest_arrivals", flow="nothing")


def test_the_next_fires_of_a_schedule_that_is_being_written(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("fires", schedule={"at": ["16:00"], "days": ["fri"], "zone": "Europe/Berlin"}, flow="orders")
        assert (told["words"], told["zone"]) == ("Every Friday at 16:00 (Europe/Berlin)", "Europe/Berlin")
        fires = [datetime.fromisoformat(one["at"]) for one in told["next"]]
        assert [f"{one:%a %H:%M}" for one in fires] == ["Fri 16:00"] * 5
        assert told["errors"] == []
        assert datetime.fromisoformat(told["now"]).utcoffset() in {timedelta(hours=1), timedelta(hours=2)}
        shortly = {"after": {"from": "18:05", "until": "19:00"}, "zone": "Europe/Berlin"}
        [until, *_] = [one["until"] for one in desk.ask("fires", schedule=shortly)["next"]]
        assert until[10:16] == "T19:00"


def test_what_is_wrong_in_a_schedule_that_is_being_written_has_its_place(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("fires", schedule={"at": ["25:00"], "every": "5s", "evry": 1}, flow="unknown")
        assert [one["at"] for one in told["errors"]] == [["every"], ["at", 0], ["evry"], ["at"]]
        assert (told["words"], told["next"]) == ("", [])
        assert desk.ask("fires", schedule=None)["errors"] == []


def test_nights_in_which_the_clocks_change_are_marked(world: World) -> None:
    with at_desk(world) as desk:
        told = desk.ask("fires", schedule={"cron": "30 2 * 3,10 0L", "zone": "Europe/Berlin"})["next"]
    assert {(one["odd"], one["at"][10:16]) for one in told} == {("skipped", "T03:00"), ("twice", "T02:30")}

"""Exports: whoever dies anywhere, every document reaches every destination in exactly one file, whole.

The points are those of an undisturbed run, so they follow the product. Destinations: a folder where numbers are added
and a done file follows, and one where the same name is replaced.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from desktop_sync.app import Owner
from desktop_sync.core.errors import Ended, Rejected, RetryLater
from desktop_sync.core.ports import Store
from desktop_sync.engine_process import Manner, engine
from desktop_sync.ledger.export_notes import FILE
from desktop_sync.ledger.exports import exports_of, files_of
from desktop_sync.ledger.problems import problem_groups, problems_named
from tests.crash.exporting import EachWorld, ExportWorld, RowsWorld
from tests.crash.killing import Killed
from tests.crash.orders import Order
from tests.crash.world import World
from tests.query_api import QueryApi
from tests.unit.engine.timetable import Table

SHARDS = 2
STEPS = {ExportWorld: 5, EachWorld: 20, RowsWorld: 5}  # of an ordinary run; the second has twice as many points


@pytest.fixture(autouse=True)
def api() -> Iterator[None]:
    """What rows are asked of."""
    with QueryApi(until=True) as RowsWorld.api:
        yield


def rows(folder: Path) -> Counter[tuple[str, str]]:
    """Every row of every report there, with how often it is there."""
    found: Counter[tuple[str, str]] = Counter()
    for file in folder.rglob("*.csv"):
        head, *lines = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""))
        assert head == ["Order", "Notes"]
        found.update((line[0], line[1]) for line in lines)
    return found


def _prepared(folder: Path, kind: type[ExportWorld] = ExportWorld, *, backed_up: bool = False) -> ExportWorld:
    """Two orders were exported before, three more have come since."""
    world = kind(folder)
    world.orders(Order("A", 1), Order("B", 1))
    world.run("changes")
    if backed_up:
        world.back_up()
    world.orders(Order("A", 2), Order("C", 1), Order("D", 1))
    return world


_ALL = {("A", "version 1"), ("B", "version 1"), ("A", "version 2"), ("C", "version 1"), ("D", "version 1")}


_NAMES = {
    ExportWorld: ["Changes (2).csv", "Changes (3).csv", "Changes.csv"],
    RowsWorld: ["Changes (2).csv", "Changes (3).csv", "Changes.csv"],
    EachWorld: [f"Changes {one}.csv" for one in ("A (2)", "A", "B", "C", "D", "E")],
}


def _judge(world: ExportWorld, more: int = 0) -> None:
    world.settle_exports()
    world.orders(Order("E", 1))
    world.settle_exports()
    wanted = Counter(dict.fromkeys({*_ALL, ("E", "version 1")}, 1))
    for name in ("office", "latest"):
        assert rows(world.root / name) == wanted, name
    assert not [file for file in (world.root / "office").rglob("*") if ".part" in file.name]
    reports = sorted(file.name for file in (world.root / "office" / "in").glob("*.csv"))
    assert reports == _NAMES[type(world)]
    done = sorted(file.name for file in (world.root / "office" / "in").glob("*.done"))
    assert done == [f"{one}.done" for one in reports]
    with world.app().owner("look") as owner:
        assert owner.ledger.exports.open("changes", due=False) == []


def _crossings(folder: Path, kind: type[ExportWorld] = ExportWorld) -> list[str]:
    world = _prepared(folder, kind)
    world.run("changes")
    crossings = list(world.killer.crossings)
    _judge(world)
    return crossings


def _kill(world: World, at: int) -> bool:
    try:
        world.run("changes", kill_at=at)
    except Killed:
        return True
    return False


@pytest.mark.timeout(900)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("kind", [ExportWorld, EachWorld, RowsWorld])
def test_whoever_dies_at_any_point_has_delivered_once(
    tmp_path: Path, shard: int, kind: type[ExportWorld], pytestconfig: pytest.Config
) -> None:
    crossings = _crossings(tmp_path / "undisturbed", kind)
    assert len(crossings) >= 40, "the kill points are not generated any more"
    step = 1 if pytestconfig.getoption("--long") else STEPS[kind]
    for at in range(1 + shard * step, len(crossings) + 1, SHARDS * step):
        world = _prepared(tmp_path / str(at), kind)
        assert _kill(world, at), f"point {at} was not reached"
        try:
            _judge(world)
        except BaseException as error:
            error.add_note(f"killed at point {at} of {len(crossings)}: {crossings[at - 1]}")
            raise


@pytest.mark.timeout(900)
def test_whoever_dies_again_while_recovering_has_delivered_once(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    points = len(_crossings(tmp_path / "undisturbed"))
    chance = random.Random("exports/twice")
    for number in range(100 if pytestconfig.getoption("--long") else 4):
        world = _prepared(tmp_path / str(number))
        deaths = [chance.randint(1, points) for _ in range(3)]
        for at in deaths:
            _kill(world, at)
            world.around.time.sleep(chance.choice((0.0, 1.0, 200.0)))
        try:
            _judge(world)
        except BaseException as error:
            error.add_note(f"number {number}, killed at {deaths}")
            raise


def test_a_destination_that_is_away_holds_up_no_other(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office").rename(world.root / "away")
    assert world.run("changes").outcome == "waiting"
    assert rows(world.root / "latest")["C", "version 1"] == 1
    with world.app().owner("look") as owner:
        assert owner.ledger.journal.is_open("export:changes:office")
    (world.root / "away").rename(world.root / "office")
    _judge(world)
    with world.app().owner("look") as owner:
        assert not owner.ledger.journal.is_open("export:changes:office")


def test_acme_that_is_away_keeps_nothing_from_being_delivered_and_no_period_is_left_out(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    (world.root / "away").rename(world.root / "office")
    world.around.reachable = False
    with pytest.raises(RetryLater):
        world.run("changes")
    assert rows(world.root / "office")["C", "version 1"] == 1
    world.around.reachable = True
    _judge(world)


def test_a_round_delivers_what_waits_and_asks_nothing(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    (world.root / "away").rename(world.root / "office")
    world.around.time.sleep(4000.0)
    world.around.reachable = False
    with world.app().owner("round") as owner:
        assert owner.ledger.agenda.open_work()["changes"].work is not None
        assert owner.round("changes").outcome == "done"
        assert "changes" not in owner.ledger.agenda.open_work()
    assert rows(world.root / "office")["C", "version 1"] == 1
    world.around.reachable = True
    _judge(world)


def test_where_reports_are_replaced_the_newest_is_the_last(tmp_path: Path) -> None:
    world = ExportWorld(tmp_path)
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8").replace("{flow}-{number}.csv", "{flow}.csv")
    settings.write_text(text, encoding="utf-8")
    (world.root / "latest").rename(world.root / "away")
    for name in ("A", "B"):
        world.orders(Order(name, 1))
        assert world.run("changes").outcome == "waiting"
    (world.root / "away").rename(world.root / "latest")
    with world.app().owner("round") as owner:
        owner.round("changes")
    world.around.time.sleep(4000.0)
    world.settle_exports()
    assert rows(world.root / "latest") == Counter({("B", "version 1"): 1})
    assert rows(world.root / "office") == Counter({("A", "version 1"): 1, ("B", "version 1"): 1})


def _restored(world: ExportWorld) -> None:
    world.around.time.sleep(60.0)
    world.app().restore()
    world.around.time.sleep(3700.0)


@pytest.mark.parametrize("kind", [ExportWorld, EachWorld])
def test_after_a_restore_nothing_that_was_delivered_since_the_copy_is_delivered_once_more(
    tmp_path: Path, kind: type[ExportWorld]
) -> None:
    world = kind(tmp_path)
    world.orders(Order("A", 1))
    world.run("changes")
    world.back_up()
    world.orders(Order("B", 1), Order("C", 1))
    world.run("changes")
    _restored(world)
    world.settle_exports()
    for name in ("office", "latest"):
        assert rows(world.root / name) == {(one, "version 1"): 1 for one in "ABC"}
    with world.app().owner("look") as owner:
        with owner.ledger.database.reading() as sql:
            made = next(one for one in exports_of(sql, "changes", 10) if one["rows"])
            files = files_of(sql, made["id"], 10)
        assert {one["note"] for one in files} == {""}
        notes = [one["note"] for file in files for one in file["deliveries"]]
        assert notes == ["It was delivered before the ledger was restored."] * 2 * made["files"]
        assert not _problems(owner)
    world.orders(Order("D", 1))
    world.settle_exports()
    assert rows(world.root / "office")["D", "version 1"] == 1


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", [ExportWorld, EachWorld])
def test_a_ledger_that_is_restored_after_a_kill_at_any_point_has_delivered_once(
    tmp_path: Path, kind: type[ExportWorld], pytestconfig: pytest.Config
) -> None:
    """The power fails, and with it the ledger: damage and what was under way come together."""
    points = len(_crossings(tmp_path / "undisturbed", kind))
    step = 1 if pytestconfig.getoption("--long") else 2 * STEPS[kind]
    for at in range(2, points + 1, step):
        world = _prepared(tmp_path / str(at), kind, backed_up=True)
        assert _kill(world, at)
        _restored(world)
        try:
            _judge(world)
        except BaseException as error:
            error.add_note(f"killed at point {at} of {points}")
            raise


def test_after_a_restore_without_its_notes_it_is_said_that_a_report_may_come_twice(tmp_path: Path) -> None:
    world = ExportWorld(tmp_path)
    world.orders(Order("A", 1))
    world.run("changes")
    world.back_up()
    world.orders(Order("B", 1))
    world.run("changes")
    (world.data / FILE).unlink()
    _restored(world)
    world.settle_exports()
    assert rows(world.root / "office") == {("A", "version 1"): 1, ("B", "version 1"): 2}
    with world.app().owner("look") as owner:
        assert owner.ledger.journal.is_open("export-restored:changes")
        with owner.ledger.database.reading() as sql:
            assert exports_of(sql, "changes", 1)[0]["note"] == (
                "The ledger was restored: this may have been delivered before."
            )
    world.orders(Order("C", 1))
    world.settle_exports()
    assert rows(world.root / "office")["C", "version 1"] == 1
    with world.app().owner("look") as owner:
        assert not owner.ledger.journal.is_open("export-restored:changes")


def test_a_ledger_that_is_damaged_and_without_a_copy_knows_what_was_delivered(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    world.run("changes")
    (world.data / "ledger.db").write_bytes(b"no ledger" * 1000)
    world.around.time.sleep(60.0)
    _judge(world)


def test_somebody_elses_file_of_that_name_stays(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office" / "in" / "Changes (2).csv").write_text("somebody's", encoding="utf-8")
    world.run("changes")
    assert (world.root / "office" / "in" / "Changes (2).csv").read_text(encoding="utf-8") == "somebody's"
    assert "C,version 1" in (world.root / "office" / "in" / "Changes (3).csv").read_text(encoding="utf-8-sig")


_RECONCILIATION = """
[[exports]]
id = "day"
[exports.query]
connection = "acme"
resource = "reconciliation"
where = [{ from = "verdict", is_not = ["pending"] }]
window = { of = "since_last", field = "sent_at", lag = 0 }
[exports.report]
type = "json_lines"
template = "reconciliation"
locale = "en"
[[exports.destinations]]
id = "office"
connection = "office"
name = "day.jsonl"
"""


def test_what_was_sent_is_reconciled_with_what_acme_holds(tmp_path: Path) -> None:
    world = ExportWorld(tmp_path)
    settings = world.data / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + _RECONCILIATION, encoding="utf-8")
    world.orders(Order("A", 1), Order("B", 1), Order("C", 1), Order("X", 1, customer="UNKNOWN-7"))
    world.person("edit", "B", notes="by hand")
    world.person("delete", "C")
    body = {
        "external_reference": "Z", "date": "2026-05-04", "currency": "EUR", "buyer": {"number": "C-1"},
        "lines": [{"number": 1, "sku": "A-100", "quantity": "1", "unit_price": "2.00"}],
    }  # fmt: skip
    key = {"x-api-key": world.around.sandbox.credentials.api_key, "content-type": "application/json"}
    answer = world.around.sandbox.handle("POST", "/v1/orders", "", key, json.dumps(body).encode())
    assert getattr(answer, "status", None) == 201, answer
    world.around.time.sleep(5.0)
    assert world.run("day").outcome == "done"
    lines = (world.root / "office" / "day.jsonl").read_text(encoding="utf-8").splitlines()
    found = {one["Document"]: one["Result"] for one in map(json.loads, lines)}
    assert found == {
        "A": "Arrived in Acme",
        "B": "In Acme with other content",
        "C": "Sent, but not in Acme",
        "X": "Refused by Acme",
        "Z": "In Acme, but never sent",
    }


def _ended_while_listing(world: ExportWorld) -> Event:
    """Told to end as soon as Acme has given a list."""
    token = Event()

    def watch(crossing: str) -> None:
        if crossing.startswith("before reading the answer to GET /v1/"):
            token.set()

    world.watch = watch
    return token


@pytest.mark.parametrize("export", ["changes", "day"])
def test_told_to_end_it_makes_nothing_also_where_no_document_is_wanted(tmp_path: Path, export: str) -> None:
    world = ExportWorld(tmp_path)
    world.orders(Order("A", 1))
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    period = 'window = { of = "since_last", field = "updated_at", lag = 0 }\n'
    assert period in text
    text = text.replace(period, f'{period}where = [{{ from = "notes", is = ["nothing"] }}]\n')
    settings.write_text(text + _RECONCILIATION.replace("is_not = [", "is = ["), encoding="utf-8")
    token = _ended_while_listing(world)
    with world.app().owner("run") as owner:
        assert owner.run(export, token).outcome == "cancelled"
        assert token.is_set()
        assert owner.ledger.exports.last_end(export) is None
        with pytest.raises(Ended):
            owner.preview(export, None, 10, token)


def test_what_waits_is_delivered_also_where_the_profile_cannot_be_read_any_more(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    (world.root / "away").rename(world.root / "office")
    world.around.time.sleep(4000.0)
    app = world.app()
    held = app.settings()
    app.settings_by(lambda: held)
    (world.root / "profile" / "profile.json").unlink()
    with app.owner("round") as owner:
        assert owner.round("changes").outcome == "done"
    assert rows(world.root / "office")["C", "version 1"] == 1


def test_of_two_faults_the_first_is_told(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    world.around.reachable = False

    def broken(store: object, killer: object) -> Store:
        raise LookupError("broken")

    world.around.store = broken
    with pytest.raises(RetryLater, match="Acme"):
        world.run("changes")
    with world.app().owner("look") as owner, owner.ledger.database.reading() as sql:
        newest = sql.execute("SELECT outcome, note FROM run ORDER BY id DESC LIMIT 1").fetchone()
        assert newest["outcome"] == "failed"
        assert "Acme" in newest["note"]


def _left_without(world: ExportWorld, without: str) -> tuple[Path, str]:
    """A report waits for a destination that is away, then the settings lose this: their file, as it was."""
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    (world.root / "away").rename(world.root / "office")
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    begin = text.index(without)
    end = text.find("[[exports.destinations]]", begin + len(without)) if "destinations" in without else len(text)
    settings.write_text(text[:begin] + text[end:], encoding="utf-8")
    return settings, text


def _problems(owner: Owner) -> list[tuple[str, str]]:
    with owner.ledger.database.reading() as sql:
        return [(row["key"], row["what"]) for row in sql.execute("SELECT * FROM problem WHERE closed_at IS NULL")]


def test_an_export_that_is_removed_with_reports_under_way_is_told_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    settings, text = _left_without(world, "[[exports]]")
    with engine(world.app(), Table(), Manner(inline=True)) as made:
        made.reloading.start()
        [(key, what)] = _problems(made.owner)
        assert key == "export-removed:changes"
        assert what == "The export Changes was removed from the settings with reports that have not arrived: 1."
        settings.write_text(text, encoding="utf-8")
        made.reloading.look()
        assert _problems(made.owner) == []
        world.around.time.sleep(4000.0)
        made.minute.look()
        assert rows(world.root / "office")["C", "version 1"] == 1


def test_what_a_removed_export_has_left_is_given_up_by_a_person(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    _left_without(world, "[[exports]]")
    with engine(world.app(), Table(), Manner(inline=True)) as made:
        made.reloading.start()
        with made.owner.ledger.database.reading() as sql:
            [group] = problem_groups(sql)
            assert group["can"] == ["dismiss"]
            named = problems_named(sql, group["group"])
        [done] = made.owner.repair("Ann").dismiss([], named or [], "nobody reads it")
        assert done.done
        assert _problems(made.owner) == []
        made.reloading.reload()
        assert _problems(made.owner) == []
        assert "changes" not in made.owner.ledger.agenda.open_work()
        with made.owner.ledger.database.reading() as sql:
            states = [one["state"] for one in exports_of(sql, "changes", 1)[0]["deliveries"]]
    assert sorted(states) == ["delivered", "dismissed"]


def test_problems_of_a_destination_end_with_it(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    _left_without(world, '[[exports.destinations]]\nid = "office"')
    with engine(world.app(), Table(), Manner(inline=True)) as made:
        assert [key for key, _ in _problems(made.owner)] == ["export:changes:office"]
        made.reloading.start()
        assert _problems(made.owner) == []


def test_kept_reports_go_with_a_persons_data(tmp_path: Path) -> None:
    world = _prepared(tmp_path)
    world.run("changes")
    with world.app().owner("erase") as owner:
        with owner.ledger.database.reading() as sql:
            kept = [one["payload"] for one in sql.execute("SELECT payload FROM export")]
        assert len(kept) == 2
        told = owner.erasure().look("A", None)
        assert told["kept_reports"] == [{"export": "Changes", "many": 2, "unknown": 0}]
        owner.erasure().erase("A", None, "Ann", "asked", keep_payloads=False, remove_copies=False)
        for payload in kept:
            assert not owner.ledger.exports.referenced(payload)
            with pytest.raises(Rejected), owner.spool.open(payload) as data:
                data.read()
    _judge(world)


def test_an_engine_exports_by_the_schedule_and_delivers_what_waits_in_between(tmp_path: Path) -> None:
    world = ExportWorld(tmp_path)
    world.orders(Order("A", 1))
    time, timer = world.around.time, Table()
    (world.root / "office").rename(world.root / "away")
    with engine(world.app(), timer, Manner(inline=True)) as made:
        made.reloading.start()
        assert set(made.scheduler.plans()) == {"orders", "changes"}
        made.scheduler.ask_all()
        assert rows(world.root / "latest") == Counter({("A", "version 1"): 1})
        assert made.owner.ledger.journal.is_open("export:changes:office")

        (world.root / "away").rename(world.root / "office")
        fires = made.scheduler.next_fires()
        assert fires["changes"] is not None
        until = fires["changes"].timestamp() - 60.0
        time.sleep(until - made.owner.clock.now())
        made.minute.look()
        assert rows(world.root / "office") == Counter({("A", "version 1"): 1}), "long before the next fire"
        made.scheduler.pause("changes", None, "Ann")
        assert made.scheduler.next_fires()["changes"] is None

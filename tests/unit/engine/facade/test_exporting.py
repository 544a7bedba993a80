"""The theme of exports over a real owner: preview, history, kept files, once more, and what is refused."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.core.events import nobody
from desktop_sync.core.ports import Token
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.exporting import Exporting, Shown
from desktop_sync.engine.runs import Runs
from desktop_sync.languages import words
from tests.crash.exporting import ExportWorld
from tests.crash.orders import Order
from tests.unit.engine.facade.desk import at_desk


@pytest.fixture
def world(tmp_path: Path) -> ExportWorld:
    made = ExportWorld(tmp_path)
    made.orders(Order("A", 1), Order("B", 1))
    return made


def test_a_preview_shows_rows_and_the_file_and_remembers_nothing(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        told = desk.ask("preview_export", export="changes")
        assert told["columns"] == [{"name": "Order", "kind": "text"}, {"name": "Notes", "kind": "text"}]
        assert told["rows"] == [["A", "version 1"], ["B", "version 1"]]
        assert (told["count"], told["more"], told["file"]) == (2, False, "Changes.csv")
        assert b"A,version 1" in base64.b64decode(told["data"])
        assert desk.ask("preview_export", export="changes", most=1)["more"]
        assert desk.ask("exports", export="changes") == []
    assert not list((world.root / "office").iterdir())


class Late(ExportWorld):
    """What was changed within a minute is left for the next report."""

    def exported(self) -> str:
        return super().exported().replace("lag = 0", "lag = 60").replace('zone = "UTC"', 'zone = "Europe/Berlin"')


def test_why_a_report_right_after_a_run_is_empty_is_told_with_when_it_will_not_be(tmp_path: Path) -> None:
    world = Late(tmp_path)
    world.orders(Order("A", 1))
    with at_desk(world) as desk:
        told = desk.ask("run", flow="changes")
        said = (
            "Nothing was found up to 2026-05-28 22:42. What was changed in the last 60 s is left for the next report,"
            ' for it may not be listed yet ("Wait for late documents"): what was changed until now stands in one that'
            " is made from 2026-05-28 22:45 on."
        )
        assert (told["outcome"], told["counts"]["rows"], told["note"]) == ("done", 0, said)
        assert [one["note"] for one in desk.ask("exports", export="changes")] == [said]
        assert words("de").told(said).startswith("Bis 28.05.2026 22:42 wurde nichts gefunden. Was in den letzten 60 s")
    world.around.time.sleep(130.0)
    with at_desk(world) as desk:
        told = desk.ask("run", flow="changes")
        assert (told["counts"]["rows"], told["note"]) == (1, "")


def test_a_preview_takes_no_more_rows_than_memory_should(world: ExportWorld) -> None:
    asked: list[int] = []

    def preview(export: str, draft: str | None, most: int, token: Token) -> Shown:
        asked.append(most)
        return Shown([], [], 0, True, [], [("Changes.csv", b"")], False, None, None)

    with world.app().owner("test") as owner:
        theme = Exporting(owner, Runs(0, owner.clock), preview, world.data / "ledger.db", lambda _: {})
        for most in (0, 50, 1_000_000):
            theme.preview_export(Call("anna", nobody), export="changes", most=most)
    assert asked == [1, 50, 20_000]


def test_a_draft_is_previewed_without_being_saved(world: ExportWorld) -> None:
    text = (world.data / "settings.toml").read_text(encoding="utf-8")
    with at_desk(world) as desk:
        tables = desk.ask("settings")["tables"]
        draft = next(one for one in tables["exports"] if one["id"] == "changes")
        draft["report"] = {"type": "pdf", "template": "order_summary"}
        draft["query"]["where"] = [{"from": "external_reference", "is": ["B"]}]
        told = desk.ask("preview_export", export="changes", text=text, tables=tables)
        assert told["file"] == "Changes.pdf"
        assert base64.b64decode(told["data"]).startswith(b"%PDF-")
        assert [row[1] for row in told["rows"]] == ["B"]
        draft["query"]["where"] = [{"from": "nothing", "is": ["B"]}]
        with pytest.raises(SettingsError) as refused:
            desk.ask("preview_export", export="changes", text=text, tables=tables)
        assert "Acme has no field nothing" in "".join(refused.value.problems)
    assert (world.data / "settings.toml").read_text(encoding="utf-8") == text


def test_a_run_tells_what_it_made_and_its_file_can_be_had(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        told = desk.ask("run", flow="changes")
        assert (told["outcome"], told["counts"]["delivered"]) == ("done", 2)
        [made] = told["exports"]
        assert sorted(one["destination"] for one in made["deliveries"]) == ["latest", "office"]
        (made,) = desk.ask("exports", export="changes")
        assert [(one["destination"], one["title"]) for one in made["deliveries"]] == [
            ("latest", "latest"), ("office", "The office"),
        ]  # fmt: skip
        piece = desk.ask("export_file", number=made["id"])
        assert piece["name"] in {"Changes.csv", "Changes-1.csv"}
        assert base64.b64decode(piece["data"]) == (world.root / "latest" / "Changes-1.csv").read_bytes()
        assert piece["next"] is None
        with pytest.raises(Rejected):
            desk.ask("export_file", number=made["id"] + 1)


def test_a_period_is_issued_again_and_moves_nothing_on(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        desk.ask("run", flow="changes")
        before = desk.ledger.exports.last_end("changes")
        day = desk.ask("exports", export="changes")[0]["end_at"][:10]
        told = desk.ask("issue_again", flow="changes", first_day=day)
        assert (told["outcome"], told["exports"][0]["rows"], told["exports"][0]["who"]) == ("done", 2, "anna")
        assert desk.ask("issue_again", flow="changes")["exports"][0]["rows"] == 2, "all there is"
        assert desk.ledger.exports.last_end("changes") == before
        newest, *_ = desk.ask("exports", export="changes", limit=1)
        assert len(desk.ask("exports", export="changes", before=newest["id"])) == 2
        for days in ({"first_day": "yesterday"}, {"last_day": day}, {"first_day": day, "last_day": "2001-01-01"}):
            with pytest.raises(SettingsError):
                desk.ask("issue_again", flow="changes", **days)
    assert sorted(one.name for one in (world.root / "latest").iterdir()) == [
        "Changes-1.csv", "Changes-2.csv", "Changes-3.csv",
    ]  # fmt: skip


def test_what_nobody_asks_about_cannot_be_answered(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        desk.ask("run", flow="changes")
        delivery = desk.ask("exports", export="changes")[0]["deliveries"][0]["id"]
        for method, values in (("answer_export", {"arrived": True}), ("deliver_again", {})):
            with pytest.raises(Rejected):
                desk.ask(method, delivery=delivery, **values)


def test_an_export_is_a_flow_where_it_runs_and_none_where_documents_are_brought(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        [export] = [one for one in desk.ask("snapshot")["flows"] if one["kind"] == "export"]
        assert (export["flow"], export["title"], export["reads"]) == ("changes", "Changes", "orders")
        assert [one["flow"] for one in desk.ask("schedule", flow="changes")] == ["changes"]
        assert desk.ask("cancel", flow="changes")["cancelled"] is False
        with pytest.raises(SettingsError, match="is an export"):
            desk.ask("dry_run", flow="changes")
        with pytest.raises(SettingsError):
            desk.ask("run", flow="nothing")


def test_how_many_reports_have_not_arrived(world: ExportWorld) -> None:
    with at_desk(world) as desk:
        assert desk.ask("export_open", export="changes") == {"deliveries": 0}
    (world.root / "office").rename(world.root / "away")
    assert world.run("changes").outcome == "waiting"
    with at_desk(world) as desk:
        assert desk.ask("export_open", export="changes") == {"deliveries": 1}
        assert desk.ask("export_open", export="other") == {"deliveries": 0}


def test_acme_that_is_away_is_told(world: ExportWorld) -> None:
    world.around.reachable = False
    with at_desk(world) as desk, pytest.raises(RetryLater):
        desk.ask("preview_export", export="changes")

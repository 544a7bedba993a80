"""The bundle through the facade: what was looked at is what is saved, and no engine and no sound folder is needed."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.bundle.offering import Near
from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.data_folder import DataFolder
from desktop_sync.engine.facade import bundling
from tests.crash.world import World
from tests.unit.engine.facade.desk import at_desk


@pytest.fixture
def near(tmp_path: Path) -> Near:
    """Beside a data folder in which everything is broken."""
    (tmp_path / "settings.toml").write_text("version = [", encoding="utf-8")
    (tmp_path / "ledger.db").write_bytes(b"no ledger")
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "desktop-sync.log").write_text("2026-11-28T11:36:54.493+00:00 INFO  run [orders #1] done\n" * 3000)
    return Near(DataFolder(tmp_path))


def ask(near: Near, method: str, listen: Any = None, **values: object) -> Any:  # noqa: ANN401 - plain JSON
    return near.result(near.start(method, values, listen))


def parts(near: Near, method: str, **values: object) -> Iterator[dict[str, Any]]:
    """One after the other, to the end."""
    at: int | None = 0
    while at is not None:
        told = ask(near, method, at=at, **values)
        at = told["next"]
        yield told


def test_it_is_made_beside_whatever_is_broken_and_tells_how_far_it_is(near: Near) -> None:
    heard: list[dict[str, Any]] = []
    told = ask(near, "bundle", heard.append, offline=True)
    names = [one["name"] for one in told["files"]]
    assert names[0] == "README.txt"
    assert "logs/desktop-sync.log" in names
    assert [one["done"] for one in heard] == list(range(len(names) - 1))
    assert {one["total"] for one in heard} == {len(names) - 1}
    assert told["name"].startswith("desktop-sync-bundle-")


def test_what_was_looked_at_is_what_is_saved_piece_by_piece(near: Near, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "PIECE", 500)
    monkeypatch.setattr(bundling, "SIGNS", 1000)
    told = ask(near, "bundle", offline=True)
    pieces = list(parts(near, "bundle_piece", bundle=told["bundle"]))
    zipped = b"".join(base64.b64decode(one["data"]) for one in pieces)
    assert len(zipped) == told["size"] == pieces[0]["size"]
    assert len(pieces) > 2
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.namelist() == [one["name"] for one in told["files"]]
        for one in told["files"]:
            found = parts(near, "bundle_file", bundle=told["bundle"], name=one["name"])
            text = "".join(part["text"] for part in found)
            assert archive.read(one["name"]).decode() == text
            assert one["bytes"] == len(text.encode())


def test_only_the_newest_is_kept_and_not_for_ever(near: Near) -> None:
    first = ask(near, "bundle", offline=True)["bundle"]
    second = ask(near, "bundle", offline=True)["bundle"]
    with pytest.raises(RetryLater, match="not kept any more"):
        ask(near, "bundle_piece", bundle=first)
    with pytest.raises(RetryLater, match="no file"):
        ask(near, "bundle_file", bundle=second, name="settings.toml.secret")
    ask(near, "put_bundle_away", bundle=first)
    assert ask(near, "bundle_piece", bundle=second)["data"]
    ask(near, "put_bundle_away", bundle=second)
    with pytest.raises(RetryLater, match="not kept any more"):
        ask(near, "bundle_piece", bundle=second)


def test_nothing_else_can_be_asked_of_it_and_no_folder_is_told(near: Near, tmp_path: Path) -> None:
    assert (near.may("bundle"), near.may("trail")) == (True, False)
    with pytest.raises(Stop, match="no data folder"):
        ask(Near(DataFolder(tmp_path / "elsewhere")), "bundle")


def test_an_engine_gives_it_too(tmp_path: Path) -> None:
    with at_desk(World(tmp_path)) as desk:
        told = desk.ask("bundle", offline=True)
        text = desk.ask("bundle_file", bundle=told["bundle"], name="versions.json")["text"]
    assert '"desktop-sync"' in text
    assert desk.heard[0]["event"] == "bundle part"

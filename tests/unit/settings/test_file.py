"""Saving keeps the former version, whatever happens; comments survive edits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
import tomlkit

from desktop_sync.core.errors import RetryLater, SettingsError
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.former import KEPT
from desktop_sync.settings.model import Kinds


class Times:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 5, 3, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def file(tmp_path: Path, kinds: Kinds, times: Times) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.toml", tmp_path / "history", kinds, times)


def test_first_save(file: SettingsFile, good: str) -> None:
    assert file.save(good).ok
    assert file.text() == good
    assert file.load().flow_by_id["orders"].title == "Orders"
    assert file.history() == ()


def test_save_keeps_the_former_version(file: SettingsFile, good: str, tmp_path: Path) -> None:
    file.save(good)
    file.save(good.replace('"Orders"', '"Sales"'))
    (kept,) = file.history()
    assert kept.path == tmp_path / "history" / "settings-20260503T160000Z-0001.toml"
    assert kept.path.read_text(encoding="utf-8") == good
    assert file.load().flow_by_id["orders"].title == "Sales"


def test_saving_the_same_again_keeps_nothing(file: SettingsFile, good: str) -> None:
    file.save(good)
    file.save(good)
    assert file.history() == ()


def test_refused_settings_change_nothing(file: SettingsFile, good: str) -> None:
    file.save(good)
    with pytest.raises(SettingsError) as caught:
        file.save(good.replace('"10s"', '"soon"').replace("version = 1", "version = 9"))
    assert len(caught.value.problems) == 2
    assert file.text() == good
    assert file.history() == ()


def test_save_cut_off_after_keeping_does_not_keep_twice(file: SettingsFile, good: str, tmp_path: Path) -> None:
    file.save(good)
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "settings-20260503T155959Z-0001.toml").write_text(good, encoding="utf-8")
    file.save(good + "\n# again\n")
    assert [one.number for one in file.history()] == [1]


def test_versions_are_ordered_by_number_when_the_clock_goes_back(file: SettingsFile, good: str, times: Times) -> None:
    for title in ("A", "B", "C"):
        file.save(good.replace('"Orders"', f'"{title}"'))
        times.time = times.time.replace(hour=times.time.hour - 1)
    assert [(one.number, one.saved_over_at.hour) for one in file.history()] == [(2, 14), (1, 15)]
    assert '"B"' in file.history()[0].path.read_text(encoding="utf-8")


def test_history_is_bounded_to_the_newest(file: SettingsFile, good: str) -> None:
    for number in range(KEPT + 5):
        file.save(good.replace('"Orders"', f'"{number}"'))
    numbers = [one.number for one in file.history()]
    assert numbers == list(range(KEPT + 4, 4, -1))


def test_roll_back_is_a_save_of_its_own(file: SettingsFile, good: str) -> None:
    other = good.replace('"Orders"', '"Sales"')
    file.save(good)
    file.save(other)
    assert file.roll_back().ok
    assert file.text() == good
    assert file.history()[0].path.read_text(encoding="utf-8") == other
    file.roll_back(2)
    assert file.text() == other


def test_roll_back_without_history(file: SettingsFile, good: str) -> None:
    file.save(good)
    with pytest.raises(SettingsError, match="no former version"):
        file.roll_back()
    with pytest.raises(SettingsError, match="no version 7"):
        file.roll_back(7)


def test_roll_back_obeys_todays_rules(file: SettingsFile, good: str, tmp_path: Path) -> None:
    file.save(good)
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "settings-20200101T000000Z-0001.toml").write_text("version = 0\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        file.roll_back()
    assert file.text() == good


def test_comments_and_order_survive_an_edit(file: SettingsFile, good: str) -> None:
    file.save(good)

    def rename(document: tomlkit.TOMLDocument) -> None:
        flows = cast("list[dict[str, object]]", document["flows"])
        flows[0]["title"] = "Sales"

    file.edit(rename)
    assert file.text() == good.replace('title = "Orders"', 'title = "Sales"')


def test_line_ends_of_windows_survive_an_edit(file: SettingsFile, good: str) -> None:
    file.save(good.replace("\n", "\r\n"))
    file.edit(lambda document: document.update({"version": 1}))
    assert file.text() == good.replace("\n", "\r\n")


def test_first_edit_makes_the_file(file: SettingsFile) -> None:
    def add(document: tomlkit.TOMLDocument) -> None:
        connections = tomlkit.aot()
        connections.append(tomlkit.item({"id": "erp", "type": "folder", "path": "/srv/erp"}))
        document["connections"] = connections

    file.edit(add)
    assert file.load().connection_by_id["erp"].type == "folder"


def test_missing_file_says_what_to_do(file: SettingsFile) -> None:
    with pytest.raises(SettingsError, match="no settings yet"):
        file.load()
    assert "no settings yet" in str(file.validate().errors[0])


def test_validate_of_the_file_compares_with_the_version_before(file: SettingsFile, good: str) -> None:
    file.save(good)
    report = file.save(good.replace('id = "orders"', 'id = "sales"'))
    assert "An id never changes" in str(report.warnings[0])
    assert "An id never changes" in str(file.validate().warnings[0])


def test_nothing_is_left_behind(file: SettingsFile, good: str, tmp_path: Path) -> None:
    file.save(good)
    file.save(good + "\n")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"settings.toml", "history", "drop"}


def test_of_two_that_were_made_of_the_same_text_the_second_is_refused(file: SettingsFile, good: str) -> None:
    file.save(good, over="")
    titles = [f"Title {number}" for number in range(8)]
    start, refused = threading.Barrier(len(titles)), list[str]()

    def save(title: str) -> None:
        start.wait()
        try:
            file.save(good.replace('"Orders"', f'"{title}"'), over=good)
        except RetryLater:
            refused.append(title)

    with ThreadPoolExecutor(len(titles)) as pool:
        list(pool.map(save, titles))
    assert len(refused) == len(titles) - 1
    assert file.load().flow_by_id["orders"].title not in refused
    assert [one.number for one in file.history()] == [1]

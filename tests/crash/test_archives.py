"""Archives on their way through a run: one item, its members like files of their own, whatever is killed."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.crash.judge import ended_well, judge_content, judge_files, judge_writes, writes
from tests.crash.orders import BROKEN, Order, Setup, payload
from tests.crash.world import World

A1, B1, C1 = Order("A", 1), Order("B", 1), Order("C", 1)
SETUP = Setup(source='pattern = "*"\nmembers = "*.xml"')


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xml", content)
        archive.writestr("read me.txt", b"not wanted")
    return made.getvalue()


def told(world: World) -> list[str]:
    found = sqlite3.connect(world.data / "ledger.db")
    try:
        return [row[0] for row in found.execute("SELECT what FROM problem WHERE closed_at IS NULL ORDER BY id")]
    finally:
        found.close()


def test_an_archive_is_one_item_and_its_members_are_read_like_files(tmp_path: Path) -> None:
    world = World(tmp_path, setup=SETUP)
    world.drop("orders.zip", zipped(a=payload([A1]), b=payload([B1])))
    world.drop("more.xml.gz", gzip.compress(payload([C1])))
    world.settle_down()
    ended_well(world, "orders.zip", "more.xml.gz", A=A1, B=B1, C=C1)
    found = sqlite3.connect(world.data / "ledger.db")
    positions = [json.loads(row[0]) for row in found.execute("SELECT position FROM delivery ORDER BY lane")]
    found.close()
    assert sorted(one.get("member", "") for one in positions) == ["", "a.xml", "b.xml"]


def test_one_bad_member_delivers_nothing_and_the_others_all(tmp_path: Path) -> None:
    """Its readable records are taken back, also those that had gone to the ledger already."""
    many = [Order(f"M{number}", 1) for number in range(600)]
    world = World(tmp_path, setup=SETUP)
    world.drop("orders.zip", zipped(a=payload([A1]), bad=payload(many)[:-60], c=payload([C1])))
    world.settle_down()
    (problem,) = told(world)
    assert problem.startswith("orders.zip › bad.xml cannot be read: ")
    assert "599 records before that could be read; none of it was sent." in problem
    ended_well(world, "orders.zip", A=A1, C=C1)


def test_an_archive_of_which_every_member_is_bad_fails(tmp_path: Path) -> None:
    world = World(tmp_path, setup=SETUP)
    world.drop("orders.zip", zipped(a=BROKEN, b=b"no xml"))
    world.settle_down()
    (reason,) = (world.root / "orders" / "failed").glob("*.reason.json")
    members = [one["position"] for one in json.loads(reason.read_text(encoding="utf-8"))["problems"]]
    assert members == ["a.xml", "b.xml"]


def test_a_fault_in_a_member_names_it(tmp_path: Path) -> None:
    world = World(tmp_path, setup=SETUP)
    world.drop("orders.zip", zipped(a=payload([A1]).replace(b"2026-05-04", b"soon"), b=payload([B1])))
    world.settle_down()
    assert any(one.startswith("orders.zip › a.xml, line 2") for one in told(world))
    ended_well(world, "orders.zip", B=B1)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and nothing more", gzip.compress(b"\0" * 70_000_000), zipped(a=b"\0" * 70_000_000)]
)
def test_a_bomb_and_a_broken_archive_fail_and_hold_nobody_up(tmp_path: Path, content: bytes) -> None:
    world = World(tmp_path, setup=SETUP)
    world.drop("a-bomb.zip", content)
    world.drop("b.xml", [B1])
    world.settle_down()
    assert [path.name for path in (world.root / "orders" / "failed").glob("*.zip")] == ["a-bomb.zip"]
    assert [one.reference for one in writes(world)] == ["B"]


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_within_staging_an_archive(tmp_path: Path, where: str, at: int) -> None:
    world = World(tmp_path, setup=SETUP)
    many = [Order(f"M{number}", 1) for number in range(520)]
    world.drop("orders.zip", zipped(a=payload(many), bad=payload([A1])[:-20], c=payload([C1])))
    world.die(f"{where} commit of Staging.write", at)
    world.settle_down()
    judge_writes(world)
    judge_content(world, {order.no: order for order in [*many, C1]})
    judge_files(world, ["orders.zip"])

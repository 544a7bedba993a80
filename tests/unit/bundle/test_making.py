"""A bundle of a made-up installation: whatever the business's data is, none of it leaves; its order is the same."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_sync.bundle.making import collect
from desktop_sync.core.errors import Owner
from desktop_sync.core.model import AnswerKind, Entity
from desktop_sync.core.problem import Problem
from desktop_sync.data_folder import DataFolder
from tests.unit.ledger.desk import Desk, order

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
NAME = st.from_regex(r"[A-ZÄÖÜ][a-zäöüß]{4,9}xq [A-ZÄÖÜ][a-zäöüß]{4,9}xq", fullmatch=True)
REFERENCE = st.from_regex(r"[A-Z]{2}-[0-9]{9}", fullmatch=True)
MAIL = st.from_regex(r"[a-z]{4,9}\.xq[a-z]{3,9}@[a-z]{6,9}xq\.[a-z]{2}", fullmatch=True)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(NAME, min_size=2, max_size=4),
    references=st.lists(REFERENCE, min_size=2, max_size=2, unique=True),
    mail=MAIL,
)
def test_no_data_of_the_business_leaves(names: list[str], references: list[str], mail: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        desk = Desk(Path(made))
        folder = DataFolder(Path(made))
        item = desk.notice(Entity(f"{names[0]}/{references[0]}.xml", 10, 1))
        documents = [order(one, f"{names[1]} {mail}") for one in references]
        desk.stage(*[replace(one, body={**one.body, "buyer": {"name": names[0]}}) for one in documents], item=item)
        first, second = desk.claim()
        desk.say(first, AnswerKind.DONE)
        desk.say(second, AnswerKind.REJECTED)
        what = f"Order {references[1]} was refused: {names[0]} <{mail}> is not known."
        desk.ledger.journal.report([Problem("p", "orders:value", what, "", Owner.CLERK, "orders", value=names[1])])
        desk.close()
        folder.settings.write_text(f'version = 1\n# of {names[0]}\n[[connections]]\nid = "erp"\ntitle = "{names[1]}"\n')
        folder.logs.mkdir()
        line = f"2026-11-28T11:36:54.493+00:00 WARNING  run       [orders #1] {what}\n"
        told = {
            "at": "x",
            "level": "error",
            "topic": "run",
            "flow": "orders",
            "run": 1,
            "message": what,
            "error": [what],
        }
        (folder.logs / "desktop-sync.log").write_text(f"{line}{json.dumps(told)}\n", encoding="utf-8")
        files = collect(folder, NOW, offline=True)
        assert [one.name for one in files] == [one.name for one in collect(folder, NOW, offline=True)]
        text = "\n".join(one.data.decode() for one in files)
    words = [word for name in names for word in name.split()]
    gone = [*words, *references, *(one[3:] for one in references), mail, mail.partition("@")[0]]
    assert [word for word in gone if word in text] == []
    log = next(one.data.decode() for one in files if one.name.startswith("logs/")).splitlines()
    assert log[0].startswith(line[: line.index("Order")])
    assert len(log[0]) == len(line) - 1, "the shape is kept"
    assert json.loads(log[1])["message"] == log[0][line.index("Order") :], "the same words have the same stand-ins"

"""Reports by mail: whoever dies anywhere, nobody misses one, and nobody gets one twice but where nobody can tell.

A real mail server takes them. Nobody can tell from the moment that the end of a mail may have been sent until the
ledger knows that it was taken: then it goes once more, with the same Message-ID.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.engine.location import RunResult
from desktop_sync.ledger.exports import exports_of
from desktop_sync.ledger.reading import open_problems_of
from tests.crash.exporting import ExportWorld
from tests.crash.killing import Killed
from tests.crash.orders import Order
from tests.mail_server import MailServer
from tests.unit.destinations.raw_smtp import RawSmtp

_EXPORT = """
[[connections]]
id = "post"
type = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "sync@example.com"

[[exports]]
id = "changes"
title = "Changes"
empty = "skip"
[exports.query]
connection = "acme"
resource = "orders"
window = {{ of = "since_last", field = "updated_at", lag = 0 }}
[exports.report]
type = "delimited"
columns = [{{ name = "Order", from = "external_reference" }}, {{ name = "Notes", from = "notes" }}]
[[exports.destinations]]
id = "manager"
type = "mail"
connection = "post"
to = ["manager@example.com", "clerk@example.com"]
as = "both"
on_unknown = "{on_unknown}"
[exports.schedule]
every = "1h"
zone = "UTC"
"""


class MailWorld(ExportWorld):
    """An installation that brings orders to Acme and mails what has changed there."""

    def exported(self) -> str:
        """The mail server comes later."""
        return ""

    def settle_mails(self) -> RunResult:
        return self.settle_exports("problems")

    def last(self) -> tuple[str, str]:
        """Of the newest report: where it stands, and what is said of it."""
        with self.app().owner("look") as owner, owner.ledger.database.reading() as sql:
            [one] = exports_of(sql, "changes", 1)[0]["deliveries"]
            return str(one["state"]), str(one["note"])

    def problems(self) -> list[str]:
        with self.app().owner("look") as owner, owner.ledger.database.reading() as sql:
            return [str(one["what"]) for one in open_problems_of(sql, "changes")]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(security="none") as server:
        yield server


def prepared(folder: Path, server: MailServer | RawSmtp, on_unknown: str = "send_again") -> MailWorld:
    """Two orders are in Acme and not mailed yet."""
    world = MailWorld(folder)
    settings = world.data / "settings.toml"
    told = _EXPORT.format(port=server.port, on_unknown=on_unknown)
    settings.write_text(settings.read_text(encoding="utf-8") + told, encoding="utf-8")
    world.orders(Order("A", 1), Order("B", 1))
    return world


def mailed(server: MailServer) -> Counter[str]:
    """How often each mail came; every one is whole, and says in the mail what is in the file."""
    for one in server.taken:
        assert one.recipients == ("manager@example.com", "clerk@example.com")
        [part] = one.message.iter_attachments()
        raw = part.get_payload(decode=True)
        assert isinstance(raw, bytes)
        for line in raw.decode("utf-8-sig").splitlines()[1:]:
            assert line.split(";")[0] in one.text
    return Counter(str(one.message["Message-ID"]) for one in server.taken)


def kill(world: MailWorld, at: int) -> bool:
    try:
        world.run("changes", kill_at=at)
    except Killed:
        return True
    return False


def test_whoever_dies_at_any_point_has_mailed_it(
    tmp_path: Path, server: MailServer, pytestconfig: pytest.Config
) -> None:
    world = prepared(tmp_path / "undisturbed", server)
    world.run("changes")
    crossings = list(world.killer.crossings)
    assert list(mailed(server).values()) == [1]
    ending = crossings.index("after commit of Exports.ending", crossings.index("before mailer.send"))
    taken = crossings.index("after mailer.send")
    known = crossings.index("after commit of Exports._became", taken)
    assert ending < taken, "the ledger knows before the end of a mail is sent that it may be"
    step = 1 if pytestconfig.getoption("--long") else 7
    points = sorted({*range(0, len(crossings), step), ending - 1, ending, taken, known - 1, known})
    for at in points:
        server.taken.clear()
        world = prepared(tmp_path / str(at), server)
        assert kill(world, at + 1), f"point {at} was not reached"
        came = len(server.taken)
        assert came == (1 if at >= taken else 0), crossings[at]
        assert world.settle_mails().outcome == "done"
        again = taken <= at < known
        assert list(mailed(server).values()) == [2 if again else 1], crossings[at]
        world.run("changes")
        assert len(server.taken) == (2 if again else 1), "nothing is sent once more"


def test_there_is_a_mail_for_each_document(tmp_path: Path, server: MailServer) -> None:
    world = prepared(tmp_path, server)
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('type = "delimited"', 'type = "delimited"\nfiles = "each"'), encoding="utf-8")
    assert world.settle_mails().outcome == "done"
    assert sorted(mailed(server).values()) == [1, 1]
    subjects = [str(one.message["Subject"]) for one in server.taken]
    assert [one.partition(",")[0] for one in subjects] == ["Changes A", "Changes B"]


def test_whoever_wants_to_be_asked_gets_nothing_twice(tmp_path: Path, server: MailServer) -> None:
    world = prepared(tmp_path / "undisturbed", server)
    world.run("changes")
    taken = world.killer.crossings.index("after mailer.send")
    server.taken.clear()
    world = prepared(tmp_path / "asked", server, "ask")
    assert kill(world, taken + 1)
    assert world.settle_mails().outcome == "problems"
    assert len(server.taken) == 1
    assert world.last()[0] == "unknown"
    [what] = world.problems()
    assert "has reached post cannot be told" in what


def test_a_mail_that_is_cut_after_its_end_goes_once_more_and_then_a_person_is_asked(tmp_path: Path) -> None:
    with RawSmtp(says={"EHLO": b"250 mail.test\r\n"}, cut_before=".") as server:
        world = prepared(tmp_path, server)
        world.run("changes")
        assert (len(server.mails), world.last()[0]) == (1, "unknown")
        assert world.settle_mails().outcome == "problems"
        ids = [line for mail in server.mails for line in mail.splitlines() if line.startswith(b"Message-ID:")]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert world.problems()


def test_what_is_sent_once_more_says_so_in_the_history(tmp_path: Path) -> None:
    with RawSmtp(says={"EHLO": b"250 mail.test\r\n"}, cut_before=".") as server:
        world = prepared(tmp_path, server)
        world.run("changes")
        server.cut_before = None
        assert world.settle_mails().outcome == "done"
        assert len(server.mails) == 2
    state, note = world.last()
    assert state == "delivered"
    assert "it may be there twice" in note
    assert world.problems() == []


def test_who_is_refused_is_a_problem_that_names_them_and_ends_with_the_next_report(
    tmp_path: Path, server: MailServer
) -> None:
    world = prepared(tmp_path, server)
    server.answers["clerk@example.com"] = "550 5.1.1 unknown here"
    assert world.run("changes").outcome == "done"
    assert [one.recipients for one in server.taken] == [("manager@example.com",)]
    [what] = world.problems()
    assert "clerk@example.com (550 5.1.1 unknown here)" in what
    world.run("changes")
    assert len(server.taken) == 1, "nobody gets it twice"
    server.answers.clear()
    world.orders(Order("C", 1))
    world.run("changes")
    assert world.problems() == []


def test_who_is_put_off_gets_it_later_alone_and_nobody_is_told(tmp_path: Path, server: MailServer) -> None:
    world = prepared(tmp_path, server)
    server.answers["clerk@example.com"] = "450 greylisted"
    assert world.run("changes").outcome == "waiting"
    assert world.problems() == []
    server.answers.clear()
    assert world.settle_mails().outcome == "done"
    assert [one.recipients for one in server.taken] == [("manager@example.com",), ("clerk@example.com",)]
    assert len({str(one.message["Message-ID"]) for one in server.taken}) == 1
    assert world.last() == ("delivered", "")


def test_a_server_that_is_away_is_tried_again(tmp_path: Path, server: MailServer) -> None:
    world = prepared(tmp_path, server)
    server.answers["MAIL"] = "451 not now"
    assert world.run("changes").outcome == "waiting"
    [what] = world.problems()
    assert "451 not now" in what
    server.answers.clear()
    assert world.settle_mails().outcome == "done"
    assert world.problems() == []
    assert list(mailed(server).values()) == [1]

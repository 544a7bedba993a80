"""Exports by the command line, against the sandbox: into a folder, and to a real OpenSSH server."""

from __future__ import annotations

import signal
import subprocess
import time
import uuid
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.certificates import Authority, make_authority
from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import until, working
from tests.end2end.installation import Installation, kill
from tests.end2end.legacy import Order
from tests.mail_server import MailServer
from tests.sftp_servers import OpenSsh

_EXPORT = """
[[exports]]
id = "orders"
title = "Orders"
[exports.query]
connection = "acme"
resource = "orders"
window = { of = "since_last", field = "updated_at", lag = 0 }
[exports.report]
type = "delimited"
delimiter = ","
columns = [{ name = "Order", from = "external_reference" }, { name = "Customer", from = "buyer.number" }]
[[exports.destinations]]
id = "folder"
connection = "reports"
name = "{flow} {number}.csv"
"""


@pytest.fixture
def desk(installation: MakesInstallations) -> Installation:
    made = installation("both")
    (made.place / "reports").mkdir()
    folder = {"id": "reports", "type": "folder", "path": made.spelled(made.place / "reports")}
    made.settings["connections"].append(tomlkit.item(folder))
    made.settings["exports"] = tomlkit.parse(_EXPORT)["exports"]
    made.save()
    made.legacy.drop(Order("4711"), Order("4712"))
    done = made.run()
    assert done.code == 0, done
    until = time.time() + 1.5  # a period ends by the server's Date, which tells whole seconds
    while time.time() < until:
        time.sleep(0.05)
    return made


def export(desk: Installation, *options: str) -> dict[str, Any]:
    done = desk.call("run", "orders", "--json", *options)
    assert done.code == 0, done
    return dict(done.json)


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_what_was_delivered_is_exported_once_and_can_be_issued_again(desk: Installation) -> None:
    reports, previews = desk.place / "reports", desk.place / "previews"
    done = desk.call("preview", "orders", "--out", str(previews), "--json")
    assert done.code == 0, done
    assert Path(done.json["file"]).read_text(encoding="utf-8-sig").startswith("Order,Customer")
    assert (done.json["count"], files(reports)) == (2, []), "nothing was delivered"
    told = export(desk)
    assert told["counts"]["delivered"] == 1
    text = (reports / "Orders 1.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Order,Customer"
    assert set(desk.acme.documents("orders")) == {line.partition(",")[0] for line in text.splitlines()[1:]}

    assert export(desk)["exports"][0]["rows"] == 0, "what was exported is not exported again"
    done = desk.call("exports", "orders", "--issue-again", "--json")
    assert done.code == 0, done
    again = (reports / "Orders 3.csv").read_text(encoding="utf-8-sig")
    assert again == text, "all there is"

    done = desk.call("exports", "orders", "--json")
    assert done.code == 0, done
    newest, _, first = done.json
    assert [one["rows"] for one in done.json] == [len(text.splitlines()) - 1, 0, len(text.splitlines()) - 1]
    assert newest["who"]
    assert first["kept"]
    [delivery] = first["deliveries"]
    assert (delivery["destination"], delivery["state"], delivery["name"]) == ("folder", "delivered", "Orders 1.csv")

    out = desk.place / "kept"
    done = desk.call("exports", "orders", "--file", str(first["id"]), "--out", str(out))
    assert done.code == 0, done
    assert (out / "Orders 1.csv").read_text(encoding="utf-8-sig") == text


def test_a_cancel_does_not_wait_for_a_list_that_acme_leaves_unanswered(desk: Installation) -> None:
    desk.acme.fault("latency", on="reads", path="/v1/orders", seconds=28.0)

    def run() -> dict[str, Any]:
        return next(dict(one) for one in desk.call("status", "--json").json["flows"] if one["flow"] == "orders")

    with working(desk):
        command = desk.start("run", "orders")
        try:
            until(lambda: run()["state"] == "syncing")
            time.sleep(1.0)  # the list was asked for
            begun = time.monotonic()
            assert "is cancelled" in desk.call("cancel", "orders").out
            out, said = command.communicate(timeout=15)
            assert time.monotonic() - begun < 14.0, "half of the silence, however slow two commands are"
            assert (command.returncode, "It was told to end" in out) == (3, True), out + said
        finally:
            if command.poll() is None:
                kill(command)
        desk.acme.clear_faults()
        assert export(desk)["counts"]["delivered"] == 1


def test_every_order_is_confirmed_in_a_file_of_its_own(desk: Installation) -> None:
    desk.settings["exports"][0]["report"] = tomlkit.item({"type": "pdf", "template": "order_confirmation"})
    desk.settings["exports"][0]["destinations"][0]["name"] = "{flow}"
    desk.save()
    orders = sorted(desk.acme.documents("orders"))
    wanted = [f"Orders {one}.pdf" for one in orders]
    done = desk.call("preview", "orders", "--out", str(desk.place / "previews"))
    assert done.code == 0, done
    assert files(desk.place / "previews") == wanted
    told = export(desk)
    assert (told["counts"]["exports"], told["counts"]["delivered"], files(desk.place / "reports")) == (2, 2, wanted)
    done = desk.call("exports", "orders")
    assert "2 files (--period 1)" in " ".join(done.out.split())
    assert "folder: 2 delivered" in done.out
    done = desk.call("exports", "orders", "--period", "1", "--json")
    assert sorted(one["reference"] for one in done.json) == orders
    for one in done.json:
        done = desk.call("exports", "orders", "--file", str(one["id"]), "--out", str(desk.place / "kept"))
        assert done.code == 0, done
        kept = desk.place / "kept" / f"Orders {one['reference']}.pdf"
        assert kept.read_bytes() == (desk.place / "reports" / kept.name).read_bytes()


def test_an_export_to_openssh_is_survived_by_a_server_that_is_away(desk: Installation) -> None:
    target = desk.place / "served"
    target.mkdir()
    with OpenSsh(desk.place / "server") as server:
        connection = {
            "id": "server", "type": "sftp", "host": "127.0.0.1", "port": server.port, "username": server.username,
            "key_file": str(server.key), "path": str(target),
        }  # fmt: skip
        desk.settings["connections"].append(tomlkit.item(connection))
        place = {"id": "server", "connection": "server", "name": "{flow}.csv", "done_file": "{name}.ok"}
        desk.settings["exports"][0]["destinations"].append(tomlkit.item(place))
        desk.save()
        steps = desk.call("check", "server", "--json").json
        shown = next(word for step in steps for word in str(step).replace("'", " ").split() if "SHA256:" in word)
        fingerprint = shown[shown.index("SHA256:") :].strip(".,()")
        done = desk.call("trust", f"127.0.0.1:{server.port}", fingerprint)
        assert done.code == 0, done

        export(desk)
        assert files(target) == ["Orders.csv", "Orders.csv.ok"]
        assert (target / "Orders.csv").read_bytes() == (desk.place / "reports" / "Orders 1.csv").read_bytes()

        server.stop()
        done = desk.call("run", "orders", "--json")
        assert done.code == 3, done
        assert files(desk.place / "reports") == ["Orders 1.csv", "Orders 2.csv"], "other destinations go on"
        assert any(one["connection"] == "server" for one in done.json["problems"]), done
        server.start()
        export(desk)
    assert files(target) == [
        "Orders (2).csv", "Orders (2).csv.ok", "Orders (3).csv", "Orders (3).csv.ok", "Orders.csv", "Orders.csv.ok",
    ]  # fmt: skip


def _by_mail(desk: Installation, authority: Authority, port: int, **options: str) -> None:
    """The export goes to a mailbox alone, from now on."""
    reference = f"mail/{uuid.uuid4().hex[:12]}"
    done = desk.call("secret", "set", reference, typed="right-password")
    assert done.code == 0, done
    connection = {
        "id": "post", "type": "mail", "host": "127.0.0.1", "port": port, "sender": "sync@example.com",
        "username": "sync", "password": reference, "ca_file": desk.spelled(authority.ca_file),
    }  # fmt: skip
    desk.settings["connections"].append(tomlkit.item(connection))
    place = {"id": "manager", "type": "mail", "connection": "post", "to": ["manager@example.com"], **options}
    desk.settings["exports"][0]["destinations"] = tomlkit.aot()
    desk.settings["exports"][0]["destinations"].append(tomlkit.item(place))
    desk.save()


def test_an_export_by_mail_arrives_encrypted_with_file_and_summary(desk: Installation) -> None:
    (desk.place / "ca").mkdir()
    authority = make_authority(desk.place / "ca", "Mail CA")
    with MailServer(authority.server, username="sync", password="right-password") as server:
        desk.settings["exports"][0]["report"] = tomlkit.item({"type": "pdf", "template": "order_summary"})
        _by_mail(desk, authority, server.port, language="de", **{"as": "both"})
        assert export(desk)["counts"]["delivered"] == 1
        [taken] = server.taken
    assert (taken.encrypted, taken.signed_in, taken.recipients) == (True, "sync", ("manager@example.com",))
    [part] = taken.message.iter_attachments()
    assert isinstance(part, EmailMessage)
    assert str(part.get_filename()).endswith(".pdf")
    assert part.get_content().startswith(b"%PDF-")
    for reference in desk.acme.documents("orders"):
        assert reference in taken.text
        assert reference in taken.html
    assert "Zeilen:" in taken.text


class _Deadly(MailServer):
    """Whoever brings a mail is killed when it has been taken, before anybody could note that."""

    victim: subprocess.Popen[str] | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            self.victim.kill()
            self.victim.wait()
        return said


def _killed(desk: Installation, server: _Deadly) -> None:
    """A run that dies with its mail on the other side."""
    many = len(server.taken)
    server.victim = desk.start("run", "orders")
    _, err = server.victim.communicate(timeout=120)
    assert "Traceback" not in err, err
    assert server.victim.returncode == -signal.SIGKILL
    server.victim = None
    assert len(server.taken) == many + 1


def _delivery(desk: Installation) -> dict[str, Any]:
    """Of the period in which something was found."""
    done = desk.call("exports", "orders", "--json")
    [delivery] = next(one for one in done.json if one["rows"])["deliveries"]
    return dict(delivery)


@pytest.mark.long
@pytest.mark.parametrize(
    "on_unknown, kills, asked", [("send_again", 1, False), ("send_again", 2, True), ("ask", 1, True)]
)
def test_who_is_killed_between_the_servers_answer_and_the_ledger(
    desk: Installation, on_unknown: str, kills: int, asked: bool
) -> None:
    """The mail is sent once more, under the same Message-ID; after a second time, or where that is not wanted, a person
    is asked, and it does not come again.
    """
    (desk.place / "ca").mkdir()
    authority = make_authority(desk.place / "ca", "Mail CA")
    with _Deadly(authority.server, username="sync", password="right-password") as server:
        desk.settings["exports"][0]["empty"] = "skip"
        _by_mail(desk, authority, server.port, on_unknown=on_unknown)
        for _ in range(kills):
            _killed(desk, server)
        done = desk.call("run", "orders", "--json")
        delivery = _delivery(desk)
        if asked:
            assert (done.code, delivery["state"], delivery["asked"]) == (4, "unknown", True), done
            assert any("cannot be told, and it is not sent once more" in one["what"] for one in done.json["problems"])
            done = desk.call("exports", "orders", "--arrived", delivery["id"])
            assert done.code == 0, done
        else:
            assert done.code == 0, done
            assert "It was sent once more, since nobody could tell" in delivery["note"]
        assert _delivery(desk)["state"] == "delivered"
        assert desk.call("problems").code == 0
        export(desk)
        assert len(server.taken) == (kills if asked else kills + 1)
        assert {str(one.message["Message-ID"]) for one in server.taken} == {str(server.taken[0].message["Message-ID"])}
        assert delivery["id"] in str(server.taken[0].message["Message-ID"])

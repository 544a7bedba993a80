"""Exports by the command line, against the sandbox: into a folder, and to a real OpenSSH server."""

from __future__ import annotations

import time
import uuid
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from tests.certificates import make_authority
from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import Installation
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


def test_an_export_by_mail_arrives_encrypted_with_file_and_summary(desk: Installation) -> None:
    (desk.place / "ca").mkdir()
    authority = make_authority(desk.place / "ca", "Mail CA")
    reference = f"mail/{uuid.uuid4().hex[:12]}"
    done = desk.call("secret", "set", reference, typed="right-password")
    assert done.code == 0, done
    with MailServer(authority.server, username="sync", password="right-password") as server:
        connection = {
            "id": "post", "type": "mail", "host": "127.0.0.1", "port": server.port, "sender": "sync@example.com",
            "username": "sync", "password": reference, "ca_file": desk.spelled(authority.ca_file),
        }  # fmt: skip
        desk.settings["connections"].append(tomlkit.item(connection))
        desk.settings["exports"][0]["report"] = tomlkit.item({"type": "pdf", "template": "order_summary"})
        place = {"id": "manager", "type": "mail", "connection": "post", "to": ["manager@example.com"], "as": "both"}
        desk.settings["exports"][0]["destinations"] = tomlkit.aot()
        desk.settings["exports"][0]["destinations"].append(tomlkit.item({**place, "language": "de"}))
        desk.save()
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

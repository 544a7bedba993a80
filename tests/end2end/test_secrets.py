"""Canaries: secrets that are known here are set, a whole story is lived with them, and then they are looked for
everywhere. What a person's data is must not be in the support bundle either."""

from __future__ import annotations

import json
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.certificates import make_authority
from tests.end2end.canaries import files_below, inside, leaks, processes
from tests.end2end.conftest import MakesInstallations
from tests.end2end.installation import Done, Installation
from tests.end2end.legacy import Order
from tests.raw_server import RawServer, Received, Say, answer

LONG = "canary-long-" + "k7Zq9" * 400  # too long for a keyring: it lies in a sealed file
PROXY = "canary-proxy-9f3a8b7c"
LOOKS = (("status",), ("problems",), ("history",), ("history", "SO-77001234"), ("trail", "SO-77001234"), ("schedule",))


class Story:
    """An installation, the canaries it was given, and everything its commands said."""

    def __init__(self, desk: Installation) -> None:
        self.desk = desk
        self.said: dict[str, bytes] = {}
        self.canaries = {
            "the API key": desk.acme.api_key, "the client secret": desk.acme.client_secret, "the long secret": LONG,
            "the proxy's password": PROXY,
        }  # fmt: skip

    def call(self, *arguments: str, typed: str = "", code: int | None = None) -> Done:
        done = self.desk.call(*arguments, typed=typed)
        self.said[f"what {arguments} said ({len(self.said)})"] = f"{done.out}\n{done.err}".encode()
        assert code is None or done.code == code, done
        return done

    def look_around(self) -> None:
        """Every command that looks, in words and as JSON."""
        for command in LOOKS:
            self.call(*command, "--json")
        self.call("status")
        self.call("problems")
        self.call("check", "acme")

    def leaks(self) -> list[str]:
        places = dict(self.said) | dict(files_below(self.desk.data)) | dict(files_below(self.desk.place))
        return leaks(places, self.canaries)


def names_the_account_by_it(request: Received) -> Say:
    """As ``echo``; also the account's identity is what it was sent."""
    return echo(request, " ".join(request.headers.values()))


def echo(request: Received, tenant: str = "evil") -> Say:
    """A server that gives back all it was sent: in a bad answer, as an account's title, as a reason."""
    said = {"tenant": tenant, "title": str(request.headers), "detail": str(request.headers)}
    body = json.dumps({**said, "code": "x", "body": request.body.decode("latin-1")}).encode()
    status = {"GET": 200, "POST": 422}.get(request.method, 500)
    return Say(answer(status, body, (("Content-Type", "application/json"),)))


@pytest.fixture
def story(installation: MakesInstallations, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Story:
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:{PROXY}@127.0.0.1:9")
    desk = installation()
    told = Story(desk)
    desk.settings["general"] = {"logs": {"level": "debug"}}
    desk.save()
    return told


def live(told: Story, tmp_path: Path) -> None:
    """Success, refused documents, refused sign-ins, TLS that nobody trusts, answers that repeat secrets, a proxy."""
    desk = told.desk
    desk.legacy.drop(Order("SO-77001234"), Order("SO-77005678", customer="UNKNOWN-1"), Order("SO-3", quantity="many"))
    told.call("run", "erp-orders", code=4)
    told.call("secret", "set", f"{desk.secret}.id", typed=desk.acme.client_id, code=0)
    told.call("secret", "set", f"{desk.secret}.secret", typed=desk.acme.client_secret, code=0)
    told.call("secret", "set", f"{desk.secret}.long", typed=LONG, code=0)
    oauth = {"sign_in": "client_credentials", "client_id": f"{desk.secret}.id"}
    desk.change_connection("acme", **oauth, client_secret=f"{desk.secret}.secret")
    desk.legacy.drop(Order("SO-77001234").changed(quantity="41"))
    told.call("run", "erp-orders")
    desk.change_connection("acme", client_secret=f"{desk.secret}.long")
    told.call("check", "acme")
    told.call("run", "erp-orders", "--json", "--no-wait")
    desk.change_connection("acme", sign_in="api_key", api_key=f"{desk.secret}.long")
    told.call("run", "erp-orders", "--no-wait")
    address = desk.acme.url
    with RawServer(echo) as repeats, RawServer(echo, make_authority(tmp_path).server) as inspected:
        secured = f"https://127.0.0.1:{inspected.port}"
        with_key = {"sign_in": "api_key", "api_key": desk.secret}
        for url, sign_in in (("https://acme.invalid", with_key), (secured, with_key), (repeats.url, oauth)):
            desk.change_connection("acme", base_url=url, **sign_in)
            told.call("run", "erp-orders", "--no-wait")
            told.call("check", "acme", "--json")
        with RawServer(names_the_account_by_it) as worse:
            desk.change_connection("acme", base_url=worse.url, **with_key)
            refused = told.call("check", "acme")
            assert "gives our own sign-in back" in refused.out
        desk.change_connection("acme", base_url=repeats.url, **with_key)
        told.call("account", "acme", "another")
        desk.legacy.drop(Order("SO-77009999"))
        told.call("run", "erp-orders", "--json")
        told.look_around()
        sent = [one.method for one in repeats.received if desk.acme.api_key in str(one.headers)]
        assert {"GET", "POST"} <= set(sent), "it was sent, and given back"
    desk.change_connection("acme", base_url=address)
    told.call("account", "acme", "another")


def test_no_secret_stands_anywhere(story: Story, tmp_path: Path, require: Callable[[str], NoReturn]) -> None:
    live(story, tmp_path)
    story.call("bundle", "--out", str(story.desk.place / "bundle.zip"), code=0)
    assert (story.desk.data / "secrets").is_dir()
    assert any(story.desk.data.joinpath("secrets").iterdir()), "the long one lies in a sealed file"
    assert story.leaks() == []
    if not sys.platform.startswith("linux"):
        require("what others see of a process is looked up in /proc")
    story.desk.change_flow("erp-orders", "source", min_age="20s")
    story.desk.legacy.drop(Order("SO-8"))
    at_work = story.desk.start("run", "erp-orders")
    try:
        time.sleep(2.0)
        seen = dict(processes([at_work.pid]))
    finally:
        at_work.kill()
        at_work.communicate()
    given = {name: value for name, value in story.canaries.items() if value != PROXY}  # that one we put there
    assert leaks(seen, given) == []
    assert leaks({place: data for place, data in seen.items() if "cmdline" in place}, story.canaries) == []


def test_the_bundle_names_no_person_and_no_document(story: Story) -> None:
    desk = story.desk
    persons = ["Baumarkt Süd GmbH", "Baumarkt", "München", "Wolkenstein", "hilde.w@example.org", "+49 171 5550199",
               "DE89370400440532013000"]  # fmt: skip
    references = ["SO-77001234", "77005678", "KUNDE-90017", "ORD_Wolkenstein"]
    odd = "Wolkenstein, Hilde <hilde.w@example.org>, +49 171 5550199, DE89370400440532013000"
    desk.legacy.drop(
        Order("SO-77001234", customer="KUNDE-90017"), Order("SO-77005678", customer="UNKNOWN-1"),
        Order("SO-3", quantity=odd), name="ORD_Wolkenstein.xml",
    )  # fmt: skip
    desk.settings["connections"][0]["title"] = "Export für Hilde Wolkenstein"
    desk.settings["flows"][0]["mapping"]["fields"]["notes"] = {"constant": "hilde.w@example.org"}
    desk.save()
    assert desk.run().code == 4
    (desk.legacy.folder / "ORD_Wolkenstein2.xml").write_text("<broken")
    desk.run()
    with (desk.data / "logs" / "desktop-sync.log").open("a", encoding="utf-8") as log:
        log.write(f"2026-11-28T11:36:54.493+00:00 WARNING  run       [erp-orders #9] customer {odd} has no number\n")
        log.write("2026-11-28T11:36:54.493+00:00 WARNING  run       [erp-orders #9] order SO-77001234 went wrong\n")
    out = desk.place / "bundle.zip"
    assert desk.call("bundle", "--out", str(out)).code == 0
    whole = {place: data.decode() for place, data in inside(out)}
    found = [f"{word} in {place}" for place, text in whole.items() for word in [*persons, *references] if word in text]
    assert found == []
    log_lines = whole["bundle.zip › logs/desktop-sync.log"].splitlines()
    assert re.search(r"\[erp-orders #9\] order [A-Z]{2}-\d{8} went wrong", log_lines[-1]), "its shape is kept"
    reference = re.search(r"order ([A-Z]{2}-\d{8})", log_lines[-1])
    assert reference is not None
    assert json.loads(whole["bundle.zip › ledger/runs.json"])[0]["flow"] == "erp-orders"
    status = json.loads(whole["bundle.zip › status.json"])
    assert (status["sentence"]["mood"], status["flows"][0]["flow"]) == ("attention", "erp-orders")
    problems = json.loads(whole["bundle.zip › ledger/problems.json"])
    assert {one["resource"] for one in problems if one["reference"]} == {"orders"}
    assert "was refused: " in " ".join(one["what"] for one in problems)
    listed = desk.call("bundle", "--preview", "--json").json
    assert [one["name"] for one in listed] == zipfile.ZipFile(out).namelist()
    shown = desk.call("bundle", "--preview", "settings/settings.toml")
    assert "Wolkenstein" not in shown.out
    assert 'pattern = "ORD_*.xml"' in shown.out
    assert out.stat().st_mode & 0o077 == 0
    again = desk.call("bundle", "--out", str(out))
    assert (again.code, "is there already" in again.err) == (4, True)


def test_a_bundle_is_made_when_everything_is_broken(story: Story) -> None:
    desk = story.desk
    desk.legacy.drop(Order("SO-77001234"))
    assert desk.run().code == 0
    (desk.data / "settings.toml").write_text('version = 1\n[[connections]\npassword = "hunter2-canary"\n')
    ledger = desk.data / "ledger.db"
    ledger.write_bytes(b"\0" * 5000 + ledger.read_bytes()[5000:])
    for name in ("ledger.db-wal", "ledger.db-shm"):
        (desk.data / name).unlink(missing_ok=True)
    logs = desk.data / "logs"
    (logs / "desktop-sync.log.1").symlink_to("/etc/passwd")
    (logs / "desktop-sync.log.2").mkdir()
    (logs / "desktop-sync.log.3").write_bytes(b"\x1b[31m\0\xff\xfe Anna\r" * 200_000)
    with (logs / "desktop-sync.log.4").open("wb") as file:
        file.truncate(3_000_000_000)
    out = desk.place / "bundle.zip"
    begun = time.monotonic()
    assert desk.call("bundle", "--out", str(out), "--offline").code == 0
    assert time.monotonic() - begun < 60
    whole = {place.removeprefix("bundle.zip › "): data.decode() for place, data in inside(out)}
    assert "damaged" in whole["ledger/runs.json"]
    assert "not TOML" in whole["settings/check.json"]
    assert "hunter2" not in "".join(whole.values())
    assert "root:" not in "".join(whole.values())
    assert sorted(name for name in whole if name.startswith("logs/")) == [
        "logs/desktop-sync.log", "logs/desktop-sync.log.3", "logs/desktop-sync.log.4"
    ]  # fmt: skip
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", "".join(whole.values()))
    assert sum(map(len, whole.values())) < 40_000_000
    (desk.data / "ledger.db").unlink()
    assert desk.call("bundle", "--preview").code == 0

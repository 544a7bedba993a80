"""``notices``: which mails about problems were sent, and what became of them; ``--test`` sends one to everybody."""

from __future__ import annotations

from typing import Any

from desktop_sync.commands.console import Exit, counted, moment, show_json
from desktop_sync.data_folder import DataFolder, data_folder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.notices import mails
from desktop_sync.settings.heads import Glance

_STATES = {
    "ready": "waits to be sent",
    "ending": "is being sent",
    "sent": "sent",
    "unknown": "sent twice, nobody can tell whether it arrived",
    "withdrawn": "not sent, told by another one",
}


def notices(data: str | None, limit: int, *, as_json: bool) -> int:
    """The newest first."""
    folder = data_folder(data)
    found: list[dict[str, Any]] = []
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            found = mails(sql, max(limit, 1))
    if as_json:
        show_json(found)
    elif not found:
        print("No mail about problems yet.")
        if not _set_up(folder):
            print(
                "None is set up: nobody is told by mail. Add a connection of type mail and [general.notices] to"
                f" {folder.settings.name} (connection, to); then: desktop-sync notices --test"
            )
    for one in [] if as_json else found:
        print(f"{moment(one['made_at'])}  {_STATES.get(one['state'], one['state'])}: to {one['audience']}")
        print(f"   {_told(one)}")
        if one["note"]:
            print(f"   {one['note']}")
    return int(Exit.DONE)


def _set_up(folder: DataFolder) -> bool:
    """Whether the settings ask for mails. Of what cannot be read nothing is said here."""
    settings = Glance(folder.settings)
    return bool(settings.wrong) or isinstance(settings.table("general").get("notices"), dict)


def _told(one: dict[str, Any]) -> str:
    parts = (
        (one["opened"], "new problem"),
        (one["reminded"], "reminder"),
        (one["ended"], "recovery"),
    )
    told = [counted(number, word).replace("recoverys", "recoveries") for number, word in parts if number]
    return ", ".join(told) or "nothing"


def test(data: str | None, *, as_json: bool) -> int:
    """Exit 4 when somebody does not get it. An engine sends it, where one runs: its account has the password."""
    from desktop_sync.desks import Holds, open_desk

    with open_desk(data, "notices", Holds.NOTHING) as desk:
        found = desk.ask("test_mail")
    if as_json:
        show_json(found)
    for one in [] if as_json else found:
        to = ", ".join(one["to"])
        print(f"{one['problem']} {one['hint']}".strip() if one["problem"] else f"Test mail sent to {to}.")
        for address, why in one["refused"].items():
            print(f"   but not to {address}: {why}")
    return int(Exit.PERSON if any(one["problem"] or one["refused"] for one in found) else Exit.DONE)

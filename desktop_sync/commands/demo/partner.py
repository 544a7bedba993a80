"""A partner's SFTP server over a folder of the demo, its flow and its scene.

It must not know how a story is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from desktop_sync.commands.demo.extra import Extra
from desktop_sync.commands.demo.steps import Command, Drop, Scene, Secret

PARTNER = "partner"  # connection, and the folder that its server serves
PASSWORD = "desktop-sync-demo/sftp"  # noqa: S105 - the name of a secret


@contextmanager
def sftp(place: Path) -> Iterator[Extra]:
    """While this is open the server runs."""
    from desktop_sync.sandbox.sftp import NAME, SftpSandbox

    folder = place / PARTNER
    folder.mkdir()
    with SftpSandbox(folder) as server:
        connection = {
            "id": PARTNER, "title": "A partner's SFTP server", "type": "sftp", "host": "127.0.0.1",
            "port": server.port, "username": NAME, "password": PASSWORD, "path": "/",
        }  # fmt: skip
        words = {"@SERVER@": server.place, "@FINGERPRINT@": server.fingerprint, "@PASSWORD@": server.password}
        expected = {("orders", "4731"): ("6",), ("orders", "4732"): ("80",)}
        yield Extra(connection, _orders_of_partner, (SFTP,), words, expected, (PASSWORD,))


def _orders_of_partner(flow: Mapping[str, Any]) -> Mapping[str, Any]:
    mine = deepcopy(dict(flow))
    mine |= {"id": "partner-orders", "title": "Orders of a partner"}
    mine["source"] = {**mine["source"], "connection": PARTNER}
    return mine


SFTP = Scene(
    "A partner's SFTP server",
    "A partner puts orders on an SFTP server. Nobody has approved its key yet, so nothing is sent to it: the test "
    "shows the fingerprint, somebody compares it and approves it.",
    (
        Drop(PARTNER, ("erp-orders/partner/ORD_0901.xml",)),
        Secret(PASSWORD, "@PASSWORD@"),
        Command(("check", PARTNER), 4),
        Command(("trust", "@SERVER@", "@FINGERPRINT@")),
        Command(("check", PARTNER)),
        Command(("run", "partner-orders")),
    ),
    "The orders arrive, and the file lies in the archive of the server, moved there by a rename that never overwrites.",
    {"4731": "create", "4732": "create"},
)

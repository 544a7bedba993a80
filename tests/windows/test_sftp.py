"""Under Wine: orders that lie at an SFTP server arrive, and their files are in its archive afterwards."""

from __future__ import annotations

import pytest

from tests.end2end.engines import until
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.sftp_servers import OpenSsh
from tests.windows.installation import WindowsInstallation

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial, pytest.mark.long]  # some minutes in Wine

LATER = 150.0  # seconds


def test_a_key_is_approved_and_a_run_takes_what_lies_there(desk: WindowsInstallation) -> None:
    with OpenSsh(desk.place / "server") as server:
        desk.change_connection(
            "erp", type="sftp", host="127.0.0.1", port=server.port, username=server.username,
            key_file=desk.spelled(server.key), path=desk.legacy.folder.as_posix(),
        )  # fmt: skip
        desk.legacy.drop(*(Order(str(number)) for number in range(10001, 10004)))
        told = desk.call("check", "erp")
        assert (told.code, "Nobody has approved the key" in told.out) == (4, True), told
        shown = next(word for word in told.out.split() if word.startswith("SHA256:"))
        assert desk.call("trust", f"127.0.0.1:{server.port}", shown).code == 0
        told = desk.call("check", "erp")
        assert told.code == 0, told
        until(lambda: desk.run("--json").code == 0, LATER)  # a file may be too young for one run
        desk.legacy.drop(Order("10001").changed(quantity="41"), Order("10004"))
        until(lambda: desk.run("--json").code == 0, LATER)  # a file may be too young for one run
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)

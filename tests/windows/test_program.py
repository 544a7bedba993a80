"""Under Wine: the command line, settings, secrets, and a run from a folder to the archive."""

from __future__ import annotations

import pytest

from desktop_sync import __version__
from tests.end2end.installation import FLOW
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order
from tests.windows.installation import Windows, WindowsInstallation

pytestmark = [pytest.mark.timeout(600), pytest.mark.serial]  # programs start slowly in Wine
LOOK = "import keyring, sys; print(keyring.get_keyring(), keyring.get_password(sys.argv[1], 'desktop-sync'))"


def test_program_tells_its_version_and_its_commands(windows: Windows) -> None:
    assert windows.call("-m", "desktop_sync", "--version").out.strip() == f"Desktop Sync {__version__}"


def test_settings_are_checked_and_installed(desk: WindowsInstallation) -> None:
    file = desk.data / "settings.toml"
    wished = desk.place / "wished.toml"
    file.replace(wished)
    path = desk.spelled(wished)
    told = desk.call("config", "validate", path)
    assert told.code == 0, told
    told = desk.call("config", "install", path)
    assert told.code == 0, told
    assert file.read_bytes() == wished.read_bytes()
    wished.write_text(
        wished.read_text(encoding="utf-8").replace("[[flows]]", "[[flows]]\nwrong = 1", 1), encoding="utf-8"
    )
    told = desk.call("config", "install", path)
    assert (told.code, "wrong" in told.err) == (2, True), told


def test_secret_stands_in_the_credential_manager_and_nowhere_else(desk: WindowsInstallation) -> None:
    listed = desk.call("secret", "list")
    assert desk.secret in listed.out, listed
    looked = desk.windows.call("-c", LOOK, f"Desktop Sync/{desk.secret}")
    assert "WinVaultKeyring" in looked.out, looked
    assert desk.acme.api_key in looked.out, looked
    for file in desk.place.rglob("*"):
        assert not file.is_file() or desk.acme.api_key.encode() not in file.read_bytes(), file
    assert desk.call("secret", "delete", desk.secret).code == 0
    assert desk.secret not in desk.call("secret", "list").out


def test_orders_go_from_a_folder_to_acme_and_their_files_to_the_archive(desk: WindowsInstallation) -> None:
    assert desk.call("check", "acme").code == 0
    desk.legacy.drop(Order("10001"), Order("10002"))
    desk.legacy.drop(Order("10001").changed(quantity="41"))
    done = desk.run("--json")
    assert done.code == 0, done
    again = desk.run("--json")
    assert again.code == 0, again
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)
    found = desk.call("trail", "10001", "--json")
    assert found.code == 0, found
    assert desk.call("status", "--json").json["flows"][0]["flow"] == FLOW

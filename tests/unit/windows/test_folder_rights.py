"""Who may do what in the machine's folders, as text; links in them are found and never followed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from desktop_sync.core.errors import Stop
from desktop_sync.windows.folder_rights import claim, data_rights, links_in, make_way, policy_rights, refuse_strangers

SID = "S-1-5-21-1-2-3-1001"
elsewhere = pytest.mark.skipif(sys.platform == "win32", reason="links of Unix; and what the command does on Windows")


def test_nobody_but_system_administrators_and_the_engine_may_into_the_data_folder() -> None:
    assert data_rights(SID) == f"O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;{SID})"
    assert data_rights("") == "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"


def test_a_policy_is_read_by_all_and_written_by_administrators() -> None:
    assert policy_rights() == "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"


@elsewhere
def test_links_are_found_and_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "data", tmp_path / "outside"
    (folder / "spool").mkdir(parents=True)
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "link").symlink_to(tmp_path)
    assert links_in(folder) == []
    (folder / "spool" / "out").symlink_to(outside)
    (folder / "file").symlink_to(outside / "none")
    assert sorted(links_in(folder)) == [folder / "file", folder / "spool" / "out"]
    assert links_in(tmp_path / "none") == []


@elsewhere
def test_a_folder_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path)
    with pytest.raises(Stop, match="is a link to another place"):
        claim(tmp_path / "data", data_rights(SID), {SID})


@elsewhere
def test_elsewhere_the_command_says_that_it_is_for_windows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare"]) == 4
    assert "setup of Windows" in capsys.readouterr().err


ENGINE, STRANGER, ADMINISTRATORS = "S-1-5-21-1", "S-1-5-21-2", "S-1-5-32-544"


def test_a_folder_of_an_ordinary_account_goes_and_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    folder, owners = tmp_path / "data", {str(tmp_path / "data"): STRANGER}

    def look() -> None:
        make_way(folder, {ADMINISTRATORS, ENGINE}, owners.__getitem__)

    look()
    folder.mkdir()
    look()  # its owner could fill it at any moment
    assert not folder.exists()
    folder.mkdir()
    (folder / "settings.toml").write_text("version = 1\n", encoding="utf-8")
    with pytest.raises(Stop) as told:
        look()
    assert told.value.what.startswith(f"{folder} was made by ")
    assert "/ENGINE=" in told.value.hint
    owners[str(folder)] = ENGINE
    look()
    assert (folder / "settings.toml").exists()


def test_a_policy_that_an_ordinary_account_has_put_there_is_refused(tmp_path: Path) -> None:
    """Also into a folder of an administrator: others may make files there, as Windows has it below ProgramData."""
    policy, owners = tmp_path / "policy.toml", {str(tmp_path / "policy.toml"): STRANGER}

    def look() -> None:
        refuse_strangers(tmp_path, [policy], {ADMINISTRATORS}, owners.__getitem__)

    look()
    policy.write_text("version = 1\n", encoding="utf-8")
    with pytest.raises(Stop) as told:
        look()
    assert told.value.what.startswith(f"{policy} was made by ")
    owners[str(policy)] = ADMINISTRATORS
    look()

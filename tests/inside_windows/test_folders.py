"""The machine's folders get their owner and rights, whatever they had; Wine keeps rights, and enforces none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_sync.windows.folder_rights import claim, data_rights, owner_of, policy_rights, take
from desktop_sync.windows.folders import policy_folder, program_data

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="rights of Windows")

if sys.platform == "win32":
    import win32security

    from desktop_sync.windows.accounts import own_sid

    _ASKED = win32security.DACL_SECURITY_INFORMATION

    def rights_of(path: Path) -> str:
        told = win32security.GetNamedSecurityInfo(str(path), win32security.SE_FILE_OBJECT, _ASKED)
        text = win32security.ConvertSecurityDescriptorToStringSecurityDescriptor(
            told, win32security.SDDL_REVISION_1, _ASKED
        )
        return str(text)

    def test_a_folder_is_made_with_its_rights_and_what_is_in_it_stays(tmp_path: Path) -> None:
        folder = tmp_path / "data"
        (folder / "spool").mkdir(parents=True)
        (folder / "spool" / "file").write_bytes(b"kept")
        claim(folder, data_rights(own_sid()), {own_sid()})
        claim(folder, data_rights(own_sid()), {own_sid()})  # as an upgrade does
        told = rights_of(folder)
        assert "BU)" not in told
        assert "WD)" not in told
        assert "SY)" in told
        assert (folder / "spool" / "file").read_bytes() == b"kept"
        claim(tmp_path / "policy", policy_rights(), {own_sid()}, [tmp_path / "policy" / "policy.toml"])
        assert "SY)" in rights_of(tmp_path / "policy")

    def test_what_cannot_be_done_is_an_error_of_the_system_that_names_the_place(tmp_path: Path) -> None:
        """Not one of the library's own, which would look like a fault of the program."""
        place = str(tmp_path / "missing" / "data")
        for ask in (owner_of, lambda path: take(Path(path), policy_rights())):
            with pytest.raises(FileNotFoundError) as told:
                ask(place)
            assert told.value.filename == place
        assert owner_of(str(tmp_path)) in {own_sid(), "S-1-5-32-544"}

    def test_the_machine_says_where_its_data_is() -> None:
        assert program_data() == Path(r"C:\ProgramData")
        assert policy_folder().parent == program_data()

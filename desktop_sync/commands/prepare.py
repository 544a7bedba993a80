"""``prepare``: what the setup has the program do for the machine, as an administrator: folders, local groups."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import Stop
from desktop_sync.data_folder import choose
from desktop_sync.program import product
from desktop_sync.settings.policy_place import NAME
from desktop_sync.windows.account import OF_THE_MACHINE, account_id
from desktop_sync.windows.folder_rights import claim, data_rights, policy_rights, sid_of
from desktop_sync.windows.folders import policy_folder, program_data, start_menu
from desktop_sync.windows.groups import MachineGroups, make_groups, remove_groups


def prepare(account: str | None, members: Mapping[str, str], *, as_json: bool) -> int:
    """Exit 4 when a folder or group cannot be used. ``account``: that of the engine; without it nobody but
    administrators. ``members``: accounts with commas between them, by the name of their group.
    """
    _on_windows()
    joining = {group: [sid_of(name.strip()) for name in told.split(",")] for group, told in members.items() if told}
    engine, data, policy = sid_of(account) if account else "", _data(), policy_folder()
    believed = OF_THE_MACHINE | {account_id()}
    try:
        claim(data, data_rights(engine), believed | {engine})
        claim(policy, policy_rights(), believed, [policy / NAME])
    except OSError as error:
        place = error.filename or data
        raise Stop(
            f"{place} cannot be given its owner and rights: {error.strerror or error}.",
            "See that it lies on a disk with rights (NTFS), and that nobody holds it; then run the setup again.",
        ) from error
    made = [data, policy]
    make_groups(joining, MachineGroups())
    _name_entry()
    if as_json:
        show_json([str(folder) for folder in made])
    else:
        print("\n".join(str(folder) for folder in made))
    return int(Exit.DONE)


def undo() -> int:
    """The groups go; folders and what is in them are removed by the setup, which outlives this program."""
    _on_windows()
    remove_groups(MachineGroups())
    return int(Exit.DONE)


def _data() -> Path:
    """That of the machine, whatever a person's environment says."""
    return choose(None, {"ProgramData": str(program_data())})


def _on_windows() -> None:
    if os.name != "nt":
        raise Stop("This is for the setup of Windows.", "Here the data folder is made when it is first needed.")


def _name_entry() -> None:
    """So that toasts and the task bar show the program by one name; where it cannot be, they show its file's."""
    if sys.platform == "win32":
        from desktop_sync.windows.start_menu import name_entry

        with suppress(OSError):
            name_entry(start_menu() / f"{product()}.lnk")

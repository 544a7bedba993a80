"""Who may do what with the engine's named pipe on Windows, as text. It calls nothing of the platform.

Rights are spelled as security descriptors (SDDL). A client gets exactly the bits it needs to talk, and not
FILE_CREATE_PIPE_INSTANCE, which the usual "write" includes: with it a client could stand in the engine's place.
Sources: "Named Pipe Security and Access Rights", "Security Descriptor Definition Language" (learn.microsoft.com).
"""

from __future__ import annotations

import hashlib
import ntpath
from collections.abc import Iterable

OPERATORS = "Desktop Sync Operators"  # local groups: may steer,
ADMINISTRATORS = "Desktop Sync Administrators"  # may change,
VIEWERS = "Desktop Sync Viewers"  # may look; who is in none of them is not let in

CREATE_INSTANCE = 0x0004  # FILE_CREATE_PIPE_INSTANCE, the same bit as FILE_APPEND_DATA
# FILE_READ_DATA, FILE_WRITE_DATA, FILE_READ_ATTRIBUTES, READ_CONTROL, SYNCHRONIZE
TALK = 0x0001 | 0x0002 | 0x0080 | 0x0002_0000 | 0x0010_0000
MARKER = "engine.owner"  # a file in the data folder whose owner is the engine's account

_SYSTEM = "SY"
_BUILTIN_ADMINISTRATORS = "BA"


def pipe_name(folder: str) -> str:
    """The same for every spelling of one full path that Windows takes for equal."""
    spelled = ntpath.normcase(ntpath.normpath(folder.removeprefix("\\\\?\\")))
    return rf"\\.\pipe\desktop-sync-{hashlib.sha256(spelled.encode()).hexdigest()[:32]}"


def pipe_descriptor(engine: str, groups: Iterable[str]) -> str:
    """Of the pipe: all rights for the engine's account (a SID), talking for those who may be clients, nobody else."""
    clients = "".join(f"(A;;{TALK:#x};;;{sid})" for sid in (_SYSTEM, _BUILTIN_ADMINISTRATORS, *groups))
    return f"O:{engine}D:P(A;;GA;;;{engine}){clients}"


def marker_descriptor(engine: str, groups: Iterable[str]) -> str:
    """Of the file by which clients see whose engine is theirs: theirs to read, the engine's to write."""
    readers = "".join(f"(A;;FR;;;{sid})" for sid in groups)
    return f"O:{engine}D:P(A;;FA;;;{engine})(A;;FA;;;{_SYSTEM})(A;;FA;;;{_BUILTIN_ADMINISTRATORS}){readers}"

"""The library in which Windows looks up the texts of our entries in its event log: each number shows what it was given.

It is a file of its own beside the program's folder, which the viewer of the log may hold open: were it one of the
programs, no upgrade could move that folder then. Layout: "MESSAGE_RESOURCE_DATA" (learn.microsoft.com).
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from dev_steps import quietly
from windows.wine import COMPILER, RESOURCES

NAME = "event-texts.dll"
NUMBERS = range(1, 1001)  # as Windows' own eventcreate has it
_TEXT = "%1\r\n\0".encode("utf-16-le")
_UNICODE = 1
_MESSAGE_TABLE = 11  # RT_MESSAGETABLE
# Its place in memory would follow from that of the file on the machine that builds it.
_OPTIONS = (
    "-s", "-shared", "-nostdlib", "-Wl,-e,0", "-Wl,--no-insert-timestamp", "-Wl,--disable-auto-image-base",
)  # fmt: skip
_HINT = "On Debian: sudo apt-get install gcc-mingw-w64-x86-64-win32"


def table() -> bytes:
    """One block, with an entry for each number."""
    padded = _TEXT.ljust(-(-len(_TEXT) // 4) * 4, b"\0")
    entry = struct.pack("<HH", 4 + len(padded), _UNICODE) + padded
    first = struct.calcsize("<IIII")
    return struct.pack("<IIII", 1, NUMBERS[0], NUMBERS[-1], first) + entry * len(NUMBERS)


def library() -> bytes:
    """The same bytes each time. StepError without a compiler."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "table.bin").write_bytes(table())
        script = folder / "texts.rc"
        script.write_text(f'1 {_MESSAGE_TABLE} "table.bin"\n', encoding="ascii")
        quietly([RESOURCES, "-I", folder, "-i", script, "-o", folder / "texts.o"], _HINT)
        quietly([COMPILER, *_OPTIONS, "-o", folder / NAME, folder / "texts.o"], _HINT)
        return (folder / NAME).read_bytes()

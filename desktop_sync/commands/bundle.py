"""``bundle``: the support bundle as a .zip, or what would leave in it. Reads only, also beside a running engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.bundle.making import collect, name_of, write
from desktop_sync.bundle.parts import File
from desktop_sync.commands.console import Exit, say, show_json
from desktop_sync.core.errors import Rejected
from desktop_sync.data_folder import DataFolder, choose


def bundle(data: str | None, *, preview: str | None, out: str | None, offline: bool, as_json: bool) -> int:
    """``preview``: None: write it; empty: list what would leave; else print that file of it."""
    now = datetime.now(UTC).astimezone()
    files = collect(DataFolder(choose(data, os.environ)), now, offline=offline)
    if preview:
        return _one(files, preview)
    told = [{"name": one.name, "what": one.what, "bytes": len(one.data)} for one in files]
    if preview is not None:
        show_json(told) if as_json else say(_listed(files))
        return int(Exit.DONE)
    path = Path(out) if out else Path(name_of(now))
    write(files, path, now)
    if as_json:
        show_json({"file": str(path.absolute()), "bytes": path.stat().st_size, "files": told})
    else:
        say([f"{path.absolute()}: {len(files)} files, {path.stat().st_size:,} bytes. Look into it before you send it."])
    return int(Exit.DONE)


def _one(files: Sequence[File], name: str) -> int:
    found = next((one for one in files if one.name == name), None)
    if found is None:
        raise Rejected(f'There would be no file "{name}" in the bundle.', "List them: desktop-sync bundle --preview")
    print(found.data.decode(), end="")
    return int(Exit.DONE)


def _listed(files: Sequence[File]) -> list[str]:
    rows = [f"{len(one.data):>12,}  {one.name}: {one.what}" for one in files]
    return [
        "This would leave, and nothing else:",
        *rows,
        "Read one: desktop-sync bundle --preview NAME. Write it: desktop-sync bundle.",
    ]

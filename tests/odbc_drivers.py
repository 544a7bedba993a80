"""ODBC drivers for tests: Microsoft's from the wheel `mssql-python-odbc`, FreeTDS from Debian, in our own odbcinst.ini.

ODBC reads `ODBCSYSINI` before its first connect; so whoever tests with ODBC calls `register` before. It must not know
servers.
"""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

MICROSOFT, FREETDS = "ODBC Driver 18 for SQL Server", "FreeTDS"
FREETDS_PLACES = ("/usr/lib/*-linux-gnu/odbc/libtdsodbc.so", "/usr/lib64/libtdsodbc.so.0")


@lru_cache(maxsize=1)
def register() -> dict[str, Path]:
    """The drivers that there are, by name; ODBC of this process, and of its children, knows these and no other."""
    found = {name: path for name, path in ((MICROSOFT, _microsoft()), (FREETDS, _freetds())) if path is not None}
    folder = Path(tempfile.mkdtemp(prefix="desktop-sync-odbc-"))
    text = "".join(f"[{name}]\nDescription = {name}\nDriver = {path}\n\n" for name, path in found.items())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "odbcinst.ini").write_text(text, encoding="utf-8")
    (folder / "odbc.ini").write_text("", encoding="utf-8")
    os.environ["ODBCSYSINI"] = str(folder)
    os.environ["ODBCINI"] = str(folder / "odbc.ini")
    return found


def _microsoft() -> Path | None:
    spec = find_spec("mssql_python_odbc")
    if spec is None or spec.origin is None:
        return None
    family = "debian_ubuntu" if Path("/etc/debian_version").exists() else "rhel"
    folder = Path(spec.origin).parent / "libs" / "linux" / family / platform.machine() / "lib"
    return next(iter(sorted(folder.glob("libmsodbcsql-18*.so*"))), None)


def _freetds() -> Path | None:
    for pattern in FREETDS_PLACES:
        found = sorted(Path("/").glob(pattern.lstrip("/")))
        if found:
            return found[0]
    return None

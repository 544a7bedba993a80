"""Compiles every module below a folder, and removes their sources. The Python that will read them runs it, in Wine.

    python.exe compiling.py FOLDER

A compiled module is never compared to a source ("unchecked hash"), and names its own as ``package/module.py``: that is
what a traceback shows, with the line. This file stands alone: an isolated Python finds no other beside it.
"""

from __future__ import annotations

import py_compile
import sys
from pathlib import Path


def compile_below(folder: Path) -> int:
    """How many there were. py_compile.PyCompileError for one that is none of this Python."""
    sources = sorted(folder.rglob("*.py"))
    for source in sources:
        py_compile.compile(
            str(source),
            cfile=str(source.with_suffix(".pyc")),
            dfile=source.relative_to(folder).as_posix(),
            doraise=True,
            optimize=0,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        source.unlink()
    return len(sources)


if __name__ == "__main__":
    print(compile_below(Path(sys.argv[1])))

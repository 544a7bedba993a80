"""What leads elsewhere when it is followed. It must not know who asks, nor follow anything itself."""

from __future__ import annotations

import os
import stat

_ANOTHER_NAME = 0x2000_0000  # IsReparseTagNameSurrogate of ntifs.h: symbolic links, junctions, links of WSL


def is_link(seen: os.stat_result) -> bool:
    """By ``lstat``. A symbolic link, or what Python takes for a folder on Windows and is none: a junction.

    Not what Windows keeps otherwise than other files (compressed, deduplicated, in a cloud): that is where it seems.
    """
    return stat.S_ISLNK(seen.st_mode) or bool(getattr(seen, "st_reparse_tag", 0) & _ANOTHER_NAME)

"""Is a path on a disk of this machine? Asks the mount table on Linux and the drive's type on Windows.

Elsewhere (macOS) every disk counts as local. Nothing here makes or opens a file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from desktop_sync.windows.drives import DRIVE_NO_ROOT_DIR, DRIVE_REMOTE, drive_letter, drive_type, is_unc

MOUNTS = Path("/proc/self/mounts")

# proc(5), filesystems(5); with FUSE the part after "fuse." names the program. Shares of virtual machines count too.
_NETWORK = re.compile(
    r"nfs4?|cifs|smb3|smbfs|ncpfs|afs|ceph|coda|glusterfs|davfs|lustre|gpfs|beegfs|orangefs|pvfs2|ocfs2|gfs2"
    r"|9p|virtiofs|drvfs|vboxsf|vmhgfs|prl_fs"
)
_NETWORK_FUSE = re.compile(
    r"fuse\.(sshfs|glusterfs|ceph|rclone|s3fs|gcsfuse|blobfuse2?|davfs2?|curlftpfs|smbnetfs|gvfsd-fuse|goofys|juicefs"
    r"|vmhgfs-fuse|google-drive-ocamlfuse|onedriver|moosefs|mfs|seaweedfs|cifs|nfs|dbxfs|mergerfs-nfs)"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_file_system(path: Path) -> str:
    """The kind of network file system that ``path`` is on, in words; empty for a local disk."""
    return _by_drive(str(path)) if os.name == "nt" else _by_mounts(path)


def _by_mounts(path: Path) -> str:
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""  # macOS has no such table; its local disks are not told from others here
    kind = file_system(path.resolve(), mounts)
    return kind if is_network(kind) else ""


def _by_drive(path: str) -> str:
    if is_unc(path):
        return "a network share"
    letter = drive_letter(path)
    kind = drive_type(letter)
    if kind == DRIVE_REMOTE:
        return f"{letter} is a mapped network drive"
    return f"there is no drive {letter}" if kind == DRIVE_NO_ROOT_DIR else ""


def file_system(path: Path, mounts: str) -> str:
    """The type of the file system that holds ``path``, by a mount table in the form of /proc/mounts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3 or fields[2] == "autofs":  # noqa: PLR2004 - device, place, type
            continue
        place = Path(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[1]))
        # The later of two mounts at one place lies on top.
        if (place == path or place in path.parents) and len(place.parts) >= best:
            best, kind = len(place.parts), fields[2]
    return kind


def is_network(kind: str) -> bool:
    """Whether a file system of this type reaches over a network or into a host machine."""
    return any(known.fullmatch(kind) for known in (_NETWORK, _NETWORK_FUSE))

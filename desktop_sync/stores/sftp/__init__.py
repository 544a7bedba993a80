"""Files of an SFTP server (SSH by paramiko, the packets of SFTP by ourselves: decision 038)."""

from __future__ import annotations

from desktop_sync.stores.sftp.options import SftpOptions
from desktop_sync.stores.sftp.store import Sftp

__all__ = ["Sftp", "SftpOptions"]

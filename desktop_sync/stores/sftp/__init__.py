"""Files of an SFTP server (SSH by paramiko, the packets of SFTP by ourselves: decision 038)."""

from __future__ import annotations

from desktop_sync.core.ports import Store
from desktop_sync.stores.reaching import Reaching
from desktop_sync.stores.sftp.options import SftpOptions

__all__ = ["SftpOptions", "made"]


def made(reaching: Reaching, options: SftpOptions) -> Store:
    """The files below ``path``."""
    from desktop_sync.stores.sftp.servers import HostKeys, Remembered
    from desktop_sync.stores.sftp.store import Sftp

    remembered = Remembered(reaching.servers, reaching.connection)
    keys = HostKeys(reaching.host_keys)
    return Sftp(options, reaching.secret, reaching.refusals, keys, remembered, reaching.told_to_end)

"""Places that hold files.

The registry is literal, so that a frozen build finds every store and a type checker sees it.
"""

from __future__ import annotations

from desktop_sync.stores.local import Local, LocalOptions
from desktop_sync.stores.sftp import Sftp, SftpOptions

STORES: dict[str, type[Local | Sftp]] = {"folder": Local, "sftp": Sftp}
"""Type of a connection → its store, which is made from the options below."""

OPTIONS: dict[str, type[LocalOptions | SftpOptions]] = {"folder": LocalOptions, "sftp": SftpOptions}
"""Type of a connection → the model of its options."""

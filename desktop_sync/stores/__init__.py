"""Places that hold files.

The registry is literal, so that a frozen build finds every store and a type checker sees it. Settings need the options
only: what speaks to a server is imported where a store is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from desktop_sync.core.ports import Store
from desktop_sync.stores import local, sftp
from desktop_sync.stores.local import LocalOptions
from desktop_sync.stores.reaching import Reaching
from desktop_sync.stores.sftp import SftpOptions

Made: TypeAlias = Callable[[Reaching, Any], Store]
"""From how it is reached, and options of the model below."""

STORES: Mapping[str, Made] = {"folder": local.made, "sftp": sftp.made}
"""Type of a connection → what makes its store."""

OPTIONS: Mapping[str, type[BaseModel]] = {"folder": LocalOptions, "sftp": SftpOptions}
"""Type of a connection → the model of its options."""

"""Everything that may be asked of an installation at work: one facade, made of themes."""

from __future__ import annotations

from desktop_sync.engine.facade.facade import Facade, Local
from desktop_sync.engine.facade.table import ROLES

__all__ = ["ROLES", "Facade", "Local"]

"""The one folder that holds an installation: where it is, who owns it now, on which machine it stands."""

from __future__ import annotations

from desktop_sync.data_folder.lock import Holder, Lock, holder
from desktop_sync.data_folder.machine import machine_id
from desktop_sync.data_folder.place import VARIABLE, DataFolder, choose, data_folder
from desktop_sync.data_folder.room import room

__all__ = ["VARIABLE", "DataFolder", "Holder", "Lock", "choose", "data_folder", "holder", "machine_id", "room"]

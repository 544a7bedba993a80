"""The one folder that holds an installation: where it is, who owns it now.

On which machine it stands (``machine``) and how much room it takes (``room``) are asked for rarely, and import more.
"""

from __future__ import annotations

from desktop_sync.data_folder.lock import ENGINE, Holder, Lock, engine_in, holder
from desktop_sync.data_folder.place import VARIABLE, DataFolder, choose, closed_to_us, data_folder

__all__ = [
    "ENGINE", "VARIABLE", "DataFolder", "Holder", "Lock", "choose", "closed_to_us", "data_folder", "engine_in",
    "holder",
]  # fmt: skip

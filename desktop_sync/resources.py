"""The one place that knows where ``resources/`` is: schemas, API profile, samples, texts shipped with the program.

In a checkout it is the folder at the top; in an installed wheel (and in the Windows payload, which is made from the
wheel) it travels inside the package as ``_resources``. This module knows no file within it.
"""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """The folder; raises FileNotFoundError in an installation that lacks it."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The folder 'resources' is missing beside {package}: the installation is not complete. "
        "Install Desktop Sync again."
    )

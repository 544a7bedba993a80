"""Tests that Windows' own Python runs (see ../windows/test_inside.py); elsewhere none of them is even read."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]

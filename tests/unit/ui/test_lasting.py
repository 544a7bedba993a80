"""Values that Qt does not have do not use ``None`` up."""

from __future__ import annotations

import subprocess
import sys

ASKS = """
import sys
from desktop_sync.ui.lasting import let_nothing_end
from PySide6.QtCore import QObject
let_nothing_end()
one = QObject()
for _ in range(max(sys.getrefcount(one) % 2**40 for one in (None, True)) + 10_000):
    one.property("nothing")
    one.objectNameChanged.emit("")
print("still here")
"""


def test_it_can_be_asked_for_as_often_as_there_are_references() -> None:
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "still here")

"""A process at rest gives back what it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

STORY = """
import threading
from pathlib import Path
from desktop_sync.thrift import collect_less, few_arenas, give_back

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

few_arenas()
collect_less()
def work():
    kept = [bytearray(5_000) for _ in range(20_000)]
    some = kept[::1000]
    kept.clear()
    return some
threads = [threading.Thread(target=work) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
some = work()
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system's own count is read from /proc")
def test_what_work_took_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) > 10_000

"""Start of a command (performance.md, section 5): `--help` and `status` beside the bare interpreter, in turn."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 7
GOAL = 0.25  # seconds above the bare interpreter


def seconds(*arguments: str) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - start


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(description="Bench of the start of a command (performance.md, section 5).")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args(argv).rounds
    with tempfile.TemporaryDirectory(prefix="ds-bench-") as data:
        rows = {
            "bare interpreter": ("-c", "pass"),
            "--help": ("-m", "desktop_sync", "--help"),
            "status": ("-m", "desktop_sync", "status", "--data", data),
        }
        found: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(rounds + 1):
            for name, command in rows.items():
                found[name].append(seconds(*command))
    medians = {name: statistics.median(times[1:]) for name, times in found.items()}
    bare = medians["bare interpreter"]
    met = True
    print(f"median of {rounds}, in turn")
    for name, median in medians.items():
        above = median - bare
        good = above <= GOAL
        met = met and good
        verdict = "" if name == "bare interpreter" else f"   {above:+.3f} s; goal <= +{GOAL} s: {_word(good)}"
        print(f"  {name:<18}{median:.3f} s{verdict}")
    return 0 if met else 1


def _word(good: bool) -> str:
    return "met" if good else "NOT MET"


if __name__ == "__main__":
    sys.exit(main())

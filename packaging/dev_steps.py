"""How dev.py runs programs and tells about it: one line per step with its time, whole output only when a step fails.

Plain Python without dependencies. It must not know what the steps are for.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAIL = 60  # lines of a failed program's output that are shown
FAREWELL = 20.0  # seconds a program may take to end after Ctrl-C


class StepError(Exception):
    """A step failed: what happened (``what``), and what the person can do (``hint``)."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n{self.hint}".strip()


def say(text: str) -> None:
    """One line for the person, at once."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Announces a step, and says how long it took."""
    say(f"-- {title} ...")
    start = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"-- {title}: stopped after {time.monotonic() - start:.1f} s")
        raise
    say(f"-- {title}: {time.monotonic() - start:.1f} s")


def quietly(command: Sequence[str | Path], hint: str, env: Mapping[str, str] | None = None) -> str:
    """Runs a program and returns what it printed; shows that only when it fails (StepError with ``hint``)."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-TAIL:])
        raise StepError(f"{tail}\n'{Path(command[0]).name}' ended with code {done.returncode}.", hint)
    return done.stdout


def openly(command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Runs a program whose output the person sees; its exit code. Ctrl-C reaches it too, and it may take its time."""
    sys.stdout.flush()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})})
    try:
        return process.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(FAREWELL)
        raise
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends one program of ours by its id: waits if it is ending anyway, asks, then insists. Nothing if it has ended."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

"""An installation whose program runs under Windows' own Python, in Wine; its sandbox and files are on this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from windows.trial import Trial
from windows.wine import windows_path

from tests.end2end.installation import CHECKOUT, Done, Installation
from tests.sandbox_process import SandboxProcess

LONGEST = 400  # seconds
KEEPER = "import ctypes, sys; ctypes.windll.user32.GetDesktopWindow(); print('ready', flush=True); sys.stdin.read()"


def _without_keyring(environment: Mapping[str, str]) -> dict[str, str]:
    """The keyring that was chosen for tests is one of this system; the engine in Wine would look into it, too."""
    return {name: value for name, value in environment.items() if name != "PYTHON_KEYRING_BACKEND"}


class Windows:
    """The Windows Python. Standard output is always a pipe: with a file in its place Wine's Python ends at once."""

    def __init__(self, trial: Trial) -> None:
        self.command = trial.command
        self.environment = _without_keyring({**os.environ, **trial.environment})
        self.wine = trial.command[0]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Something runs in it meanwhile: Wine's services and its desktop hold the pipes of whoever needed them first,
        and would keep a test that waits for those.
        """
        with self.start("-c", KEEPER) as keeper:
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            assert keeper.stdout.readline().strip() == "ready"
            yield
            keeper.stdin.close()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The caller ends it."""
        return self._started([*self.command, *arguments])

    def started(self, program: Path, *arguments: str) -> subprocess.Popen[str]:
        """Another program; the caller ends it."""
        return self._started([self.wine, str(program), *arguments])

    def program(self, program: Path, *arguments: str, typed: str = "") -> Done:
        """Runs another program to its end."""
        return self._done(self.started(program, *arguments), typed)

    def call(self, *arguments: str, typed: str = "") -> Done:
        """Runs it to its end."""
        return self._done(self.start(*arguments), typed)

    def _started(self, command: Sequence[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=self.environment,
            cwd=CHECKOUT,
        )

    def _done(self, process: subprocess.Popen[str], typed: str) -> Done:
        try:
            out, err = process.communicate(typed, timeout=LONGEST)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        return Done(process.returncode, out, err)


class WindowsInstallation(Installation):
    """The same to its tests; its secrets are in the Credential Manager of Wine's Windows."""

    def __init__(self, place: Path, acme: SandboxProcess, windows: Windows, data: Path | None = None) -> None:
        self.windows = windows
        super().__init__(place, acme, windows.environment, data)
        self.environment = _without_keyring(self.environment)

    def call(self, *arguments: str, typed: str = "", data: bool = True) -> Done:
        where = ["--data", self.spelled(self.data)] if data else []
        done = self.windows.call("-m", "desktop_sync", *arguments, *where, typed=typed)
        assert "Traceback" not in done.err, done
        return done

    def python(self) -> Sequence[str]:
        return self.windows.command

    def spelled(self, path: Path) -> str:
        return windows_path(path)

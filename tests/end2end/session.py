"""Many commands of one installation in one process: the same ``main`` and arguments, without a start for each."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator

from tests.end2end.installation import CHECKOUT, Done, Installation


class Session:
    """Calls as ``Installation.call``; standard input is empty."""

    def __init__(self, process: subprocess.Popen[str], desk: Installation) -> None:
        self._process = process
        self._data = ["--data", str(desk.data)]

    def call(self, *arguments: str) -> Done:
        """Runs a command to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([*arguments, *self._data]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, f"the process of {arguments} has ended"
        return Done(*json.loads(answer))


@contextlib.contextmanager
def session(desk: Installation) -> Iterator[Session]:
    """Ends with the block."""
    command = [sys.executable, "-m", "tests.end2end.session"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=desk.environment,
        cwd=CHECKOUT,
    ) as process:  # fmt: skip
        try:
            yield Session(process, desk)
        finally:
            process.kill()


def main() -> None:
    """One line of arguments in, one line with exit code, output and errors out."""
    from desktop_sync.__main__ import main as command

    asked, answers = sys.stdin, sys.stdout
    sys.stdin = io.StringIO()
    for line in asked:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = command(json.loads(line))
        print(json.dumps([code, out.getvalue(), err.getvalue()]), file=answers, flush=True)


if __name__ == "__main__":
    main()

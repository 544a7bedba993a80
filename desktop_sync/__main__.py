"""The command line: it has the arguments read, calls one command, and tells how that has ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from desktop_sync.commands.arguments import Command, of_tray, parser
from desktop_sync.core.errors import SyncError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 all done, 2 bad settings, 3 something waits, 4 needs a person, 1 else."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["tray"]
    if given[:1] == ["sandbox"]:
        from desktop_sync.sandbox.server import main as sandbox

        return sandbox(given[1:])
    options = _options(given)
    command: Command = options.command
    try:
        return int(command(options))
    except SyncError as error:
        from desktop_sync.commands.console import exit_code, show_box, show_error

        if sys.stderr is None:  # Windows' program without a console
            show_box(error)
        else:
            show_error(error, as_json=getattr(options, "json", False))
        return int(exit_code(error))
    except KeyboardInterrupt:
        print("Stopped. What was under way is looked up at the next start.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


def _options(given: Sequence[str]) -> argparse.Namespace:
    if given[0] == "tray":
        return of_tray(argparse.ArgumentParser(prog="desktop-sync tray")).parse_args(given[1:])
    return parser().parse_args(given, argparse.Namespace(main=main))


if __name__ == "__main__":
    sys.exit(main())

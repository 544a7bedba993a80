#!/usr/bin/env python3
"""The development commands. Each sets up what it needs: Debian packages, `.venv` from the lock, a private keyring.

    python3 packaging/dev.py demo [--keep] [--full]         the main job, shown from end to end
    python3 packaging/dev.py shell                          a shell with desktop-sync and a keyring, to try things out
    python3 packaging/dev.py test [--long] [-- PYTEST ...]  all checks and all tests
    python3 packaging/dev.py check                          style, types and import contracts only
    python3 packaging/dev.py shots                          pictures of every screen of the desk, in build/screens
    python3 packaging/dev.py bench [NAME] [-- ARGUMENT ...] the benches of tests/bench
    python3 packaging/dev.py payload [--runtime ZIP]        the Windows program as a folder, in build/windows/payload
    python3 packaging/dev.py setup [--runtime ZIP] [--brand FILE] [--certificate FILE --password FILE]
                                                            its setup file, in build/windows/setup
    python3 packaging/dev.py lock                           newest versions into packaging/locks

Plain Python without dependencies: it runs before anything is installed, and must be readable for an old Python too, or
that could not be told what is wrong. It must not know the inside of the product.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from dev_environment import (
    VENV,
    install_packages,
    missing_for_desk,
    missing_for_pdf_js,
    missing_for_sql_server,
    missing_for_windows,
    missing_secret_service,
    missing_servers,
    prepare,
    relock,
    rivals,
    venv_program,
)
from dev_pytest import run_pytest
from dev_secret_service import private_secret_service
from dev_steps import ROOT, StepError, openly, say

MEMORY_KEYRING = "desktop_sync.sandbox.memory_keyring.MemoryKeyring"
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    # What only Windows runs; a cache of its own, for one cache would be thrown away at each turn.
    ("mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32", "desktop_sync"),
    ("lint-imports", "--no-logo"),
)
BENCH = "import importlib, sys; sys.argv.pop(0); sys.exit(importlib.import_module(f'tests.bench.{sys.argv[0]}').main())"


def program_env(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment's programs come first; ``extra`` leads to the keyring."""
    path = os.pathsep.join((str(venv_program("python").parent), os.environ.get("PATH", os.defpath)))
    return {"VIRTUAL_ENV": str(VENV), "PATH": path, **extra}


@contextlib.contextmanager
def keyring_env() -> Iterator[dict[str, str]]:
    """What leads programs to the private keyring, while it runs. StepError when it cannot be had."""
    install_packages(missing_secret_service())
    with private_secret_service(venv_program("python")) as env:
        yield program_env(env)


@contextlib.contextmanager
def keyring_env_of_demo() -> Iterator[dict[str, str]]:
    """The same; but the demo alone goes on without, and says so."""
    with contextlib.ExitStack() as stack:
        try:
            env = stack.enter_context(keyring_env())
        except StepError as error:
            say(f"{error}\n-- No keyring here: the demo keeps its made-up secrets in memory. The product never does.")
            env = program_env({"PYTHON_KEYRING_BACKEND": MEMORY_KEYRING})
        yield env


def demo(keep: bool, full: bool) -> int:
    """The product's own demo, with its keyring."""
    prepare()
    with keyring_env_of_demo() as env:
        return openly(
            [venv_program("desktop-sync"), "demo", *(["--keep"] if keep else []), *(["--full"] if full else [])], env
        )


def shell() -> int:
    """The person's own shell, with the program on its path and, on Linux, a keyring of its own; its exit code."""
    prepare()
    usual = os.environ.get("COMSPEC", "cmd") if os.name == "nt" else os.environ.get("SHELL", "/bin/sh")
    with keyring_env() as env:
        ends = " The keyring is private to this shell and ends with it." if "DBUS_SESSION_BUS_ADDRESS" in env else ""
        say(f"-- Here you can call desktop-sync.{ends} Leave with: exit")
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for what runs in the shell
        return openly([usual], env, Path.cwd())


def check() -> int:
    """Every check, even after one has failed: all faults at once. 1 when any failed."""
    prepare()
    failed = []
    for command in CHECKS:
        say(f"-- {' '.join(command)}")
        if openly([venv_program(command[0]), *command[1:]], program_env({})):
            failed.append(" ".join(command))
    if failed:
        say(f"-- Failed: {'; '.join(failed)}")
    return 1 if failed else 0


def test(long: bool, pytest_arguments: Sequence[str]) -> int:
    """All checks, then all tests: beside each other, then the serial ones by themselves. The last line counts them."""
    bad_checks = check()
    install_packages([*missing_for_desk(), *missing_for_pdf_js(), *missing_for_sql_server(), *missing_servers()])
    prepare_windows()
    with keyring_env() as env:
        arguments = [*(["--long"] if long else []), *pytest_arguments]
        counts, bad_tests = run_pytest(venv_program("python"), arguments, env)
    if bad_checks:
        say("-- The checks above failed.")
    say(str(counts))
    return bad_checks or bad_tests or (0 if counts.passed else 1)


def prepare_windows() -> None:
    """What the tests of the Windows program need; where it cannot be had they are skipped, except in CI."""
    if sys.platform != "linux":
        return
    from windows.trial import ready

    try:
        install_packages(missing_for_windows())
        ready()
    except StepError as error:
        say(f"{error}\n-- The Windows program is not tried here.")


def payload(runtime: Path | None) -> int:
    """The Windows program as a folder. ``runtime``: another embeddable package than that of the lock."""
    prepare()
    install_packages(missing_for_windows())
    from windows.payload import build

    say(f"-- {build(runtime)}")
    return 0


def setup(options: argparse.Namespace) -> int:
    """The setup file of Windows, signed where a certificate is given."""
    prepare()
    install_packages(missing_for_windows())
    from windows.branding import BRAND, brand
    from windows.installing import whole
    from windows.signing import Signer

    signer = None
    if options.certificate is not None:
        if options.password is None:
            raise StepError("--certificate needs --password: a file that holds it.", "It never stands in a command.")
        signer = Signer(options.certificate.resolve(), options.password.resolve(), options.timestamp)
    say(f"-- {whole(options.runtime, brand(options.brand or BRAND), signer)}")
    return 0


def shots() -> int:
    """Every screen in both languages and themes, at once and twice the size, as pictures; also what they fail at."""
    prepare()
    install_packages(missing_for_desk())
    folder = ROOT / "build" / "screens"
    shutil.rmtree(folder, ignore_errors=True)
    walk: list[str | Path] = [venv_program("python"), "-m", "pytest", "-q", "--long", "tests/unit/ui/test_gallery.py"]
    bad = openly([*walk, "--shots", folder], program_env({}))
    say(f"-- {len(list(folder.glob('*.png')))} pictures in {folder}")
    return bad


def bench_names(folder: Path) -> list[str]:
    """The modules that have a ``main``; the others serve them."""
    return sorted(path.stem for path in folder.glob("*.py") if has_main(path.read_text(encoding="utf-8")))


def has_main(source: str) -> bool:
    """Whether the module defines ``main``, without running it."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in ast.parse(source).body)


def bench(name: str | None, arguments: Sequence[str]) -> int:
    """One bench, or all of them one after the other. The first exit code that is not 0, else 0."""
    names = bench_names(ROOT / "tests" / "bench")
    if name is not None and name not in names:
        raise StepError(f"There is no bench '{name}'.", f"There are: {', '.join(names) or 'none yet'}.")
    prepare()
    bad = 0
    with keyring_env() as keyring:
        env = {**keyring, "DESKTOP_SYNC_RIVALS": str(rivals())}
        for chosen in names if name is None else [name]:
            say(f"-- bench {chosen}")
            bad = openly([venv_program("python"), "-c", BENCH, chosen, *arguments], env) or bad
    return bad


def lock() -> int:
    """The newest versions that fit together."""
    relock()
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands; what stands after ``--`` never comes here."""
    whole = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shown = commands.add_parser("demo", help="set up, and show the main job")
    shown.add_argument("--keep", action="store_true", help="keep the sandbox and its page running")
    shown.add_argument("--full", action="store_true", help="also with servers beside the folders")
    commands.add_parser("shell", help="a shell in which desktop-sync can be tried out")
    commands.add_parser("test", help="set up, all checks, all tests").add_argument(
        "--long", action="store_true", help="also the tests that take long"
    )
    commands.add_parser("check", help="style, types, import contracts")
    commands.add_parser("shots", help="pictures of every screen of the desk")
    commands.add_parser("bench", help="measure").add_argument("name", nargs="?", help="one module of tests/bench")
    folder = commands.add_parser("payload", help="the Windows program as a folder")
    installing = commands.add_parser("setup", help="the setup file of Windows")
    for each in (folder, installing):
        each.add_argument(
            "--runtime",
            type=Path,
            metavar="ZIP",
            help="python.org's embeddable package for 64-bit Windows, for a release",
        )
    installing.add_argument("--certificate", type=Path, metavar="FILE", help="PKCS #12, which signs it")
    installing.add_argument("--password", type=Path, metavar="FILE", help="a file with the password of that")
    installing.add_argument("--timestamp", default="", metavar="URL", help="a time-stamp server (RFC 3161)")
    installing.add_argument("--brand", type=Path, metavar="FILE", help="whose program it is; else installer/brand.toml")
    commands.add_parser("lock", help="newest versions into packaging/locks")
    return whole


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is ours, and what stands after ``--`` for pytest or the bench."""
    ours = list(arguments)
    if "--" not in ours:
        return ours, []
    at = ours.index("--")
    return ours[:at], ours[at + 1 :]


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code."""
    ours, theirs = split(arguments)
    options = parser().parse_args(ours)
    todo: dict[str, Callable[[], int]] = {
        "demo": lambda: demo(options.keep, options.full),
        "shell": shell,
        "test": lambda: test(options.long, theirs),
        "check": check,
        "shots": shots,
        "bench": lambda: bench(options.name, theirs),
        "payload": lambda: payload(options.runtime),
        "setup": lambda: setup(options),
        "lock": lock,
    }
    return todo[options.command]()


def main() -> int:
    """Exit code: that of what ran; 1 when a step before it failed; 130 after Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what we started is ended too
    try:
        return run(sys.argv[1:])
    except StepError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())

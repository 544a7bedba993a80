"""A private Secret Service: a message bus and a GNOME keyring of our own, in a temporary folder, ended by process id.

What is tested must never write into a person's own keyring, and a machine without a desktop has none. The bus starts
no service by itself: else it would start a second, locked keyring for the first who asks. Linux only; elsewhere the
system's keyring is always there and nothing is done. It must not know what uses it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from dev_steps import StepError, end, quietly, step

LONGEST = 60  # characters of a folder; with what comes below, a socket's path must stay within 108 bytes (unix(7))
READY = 20.0  # seconds within which the keyring must answer
PAUSE = 0.2  # seconds before it is started once more
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
PROBE = """
import keyring
keyring.set_password("desktop-sync probe", "probe", "probe")
assert keyring.get_password("desktop-sync probe", "probe") == "probe"
keyring.delete_password("desktop-sync probe", "probe")
"""
HINT = "Start again; if it fails again, see whether 'gnome-keyring-daemon' and 'dbus-daemon' run on this machine."


@contextlib.contextmanager
def private_secret_service(python: Path) -> Iterator[dict[str, str]]:
    """The environment variables that lead programs to it while the block runs. ``python``: one that has ``keyring``."""
    if sys.platform != "linux":
        yield {}
        return
    with contextlib.ExitStack() as stack:
        with step("Private keyring"):
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-sync-keyring-", dir=short_folder()))
            )
            env = {
                "DBUS_SESSION_BUS_ADDRESS": start_bus(folder, stack),
                "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
            }
            start_keyring(folder, env, stack)
            wait_until_ready(python, env)
        yield env


def short_folder() -> str:
    """The system's folder for temporary files, unless sockets could not live there."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST else "/tmp"  # noqa: S108  # the folder made in it is private


def start_bus(folder: Path, stack: contextlib.ExitStack) -> str:
    """Starts the bus, to be ended with ``stack``; its address."""
    config = folder / "bus.conf"
    config.write_text(BUS.format(folder=folder), encoding="utf-8")
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C ends the program that uses the keyring first
    )
    stack.callback(end, bus)
    if bus.stdout is None:
        raise AssertionError
    stack.enter_context(bus.stdout)
    address = bus.stdout.readline().decode().strip()
    if not address:
        raise StepError("The message bus of the private keyring did not start.", HINT)
    return address


class Keyring:
    """GNOME's keyring, unlocked with a password that nobody keeps; started once more when it ends by itself.

    It has done so in the middle of the tests, and all that needed a secret after it failed. What it holds is in its
    folder, so nothing is lost.
    """

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        home = {"XDG_DATA_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
        self._env = home | {"PATH": "/usr/bin:/bin"} | env
        self._folder = folder
        self._password = secrets.token_urlsafe(24).encode()
        self._over = threading.Event()
        self._daemon = self._start()
        self._watching = threading.Thread(target=self._watch, name="keyring", daemon=True)
        self._watching.start()

    def end(self) -> None:
        self._over.set()
        while self._watching.is_alive():
            end(self._daemon)
            self._watching.join(0.1)

    def _watch(self) -> None:
        while True:
            self._daemon.wait()
            if self._over.wait(PAUSE):
                return
            self._daemon = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        daemon = subprocess.Popen(
            [
                "gnome-keyring-daemon",
                "--foreground",
                "--unlock",
                "--components=secrets",
                f"--control-directory={self._folder}",
            ],
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if daemon.stdin is None:
            raise AssertionError
        with contextlib.suppress(BrokenPipeError), daemon.stdin as password:
            password.write(self._password)
        return daemon


def start_keyring(folder: Path, env: dict[str, str], stack: contextlib.ExitStack) -> Keyring:
    """Starts the keyring, to be ended with ``stack``."""
    keyring = Keyring(folder, env)
    stack.callback(keyring.end)
    return keyring


def wait_until_ready(python: Path, env: dict[str, str]) -> None:
    """Returns once a secret can be written, read and deleted."""
    deadline = time.monotonic() + READY
    while True:
        try:
            quietly([python, "-c", PROBE], HINT, env)
        except StepError as error:
            if time.monotonic() > deadline:
                raise StepError(f"The private keyring did not start.\n{error.what}", HINT) from error
            time.sleep(0.1)
        else:
            return

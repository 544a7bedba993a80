"""The private Secret Service, really started."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from dev_environment import missing_secret_service
from dev_secret_service import private_secret_service
from dev_steps import StepError, quietly

pytestmark = [
    pytest.mark.counterpart,
    pytest.mark.skipif(sys.platform != "linux", reason="other systems have a keyring of their own"),
]
WRITE = "import keyring; keyring.set_password('service', 'user', 'word')"
READ = "import keyring; print(keyring.get_keyring().name, keyring.get_password('service', 'user'))"


@pytest.fixture(autouse=True)
def _programs(require: Callable[[str], NoReturn]) -> None:
    if missing := missing_secret_service():
        require(f"missing Debian packages: {', '.join(missing)}")


def test_secrets_are_kept_between_programs_and_end_with_it() -> None:
    python = Path(sys.executable)
    with private_secret_service(python) as env:
        quietly([python, "-c", WRITE], "", env)
        assert quietly([python, "-c", READ], "", env).strip() == "SecretService Keyring word"
    with pytest.raises(StepError):  # nobody listens there any more
        quietly([python, "-c", READ], "", env)
    with private_secret_service(python) as env:
        assert quietly([python, "-c", READ], "", env).strip() == "SecretService Keyring None"


def test_nothing_is_left_behind() -> None:
    with private_secret_service(Path(sys.executable)) as env:
        folder = folder_of(env)
        assert folder.is_dir()
        assert str(folder) in running_commands()
    assert not folder.exists()
    assert str(folder) not in running_commands()


def test_a_long_folder_for_temporary_files_does_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    with private_secret_service(Path(sys.executable)) as env:
        assert long not in folder_of(env).parents


def folder_of(env: dict[str, str]) -> Path:
    """Where the bus has its socket."""
    return Path(env["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=").split(",")[0]).parent


def running_commands() -> str:
    """The command lines of all processes here."""
    files = Path("/proc").glob("[0-9]*/cmdline")
    return "\n".join(read_or_nothing(file) for file in files)


def read_or_nothing(file: Path) -> str:
    try:
        return file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # the process ended meanwhile
        return ""


def test_a_keyring_that_ends_by_itself_is_started_again_with_all_it_held() -> None:
    python = Path(sys.executable)
    with private_secret_service(python) as environment:
        quietly([python, "-c", WRITE], "", environment)
        folder = str(folder_of(environment))
        [daemon] = [pid for pid in keyrings() if folder in read_or_nothing(Path(f"/proc/{pid}/cmdline"))]
        os.kill(daemon, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while True:
            try:
                assert "word" in quietly([python, "-c", READ], "", environment)
            except StepError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                break
    assert folder not in running_commands()


def keyrings() -> list[int]:
    found = Path("/proc").glob("[0-9]*/cmdline")
    return [int(file.parent.name) for file in found if read_or_nothing(file).startswith("gnome-keyring-daemon")]


def test_a_keyring_that_does_not_start_is_told() -> None:
    with pytest.raises(StepError, match="did not start"):
        start_with_a_broken_python()


def start_with_a_broken_python() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dev_secret_service.READY", 0.0)
        with private_secret_service(Path("false")):
            pass

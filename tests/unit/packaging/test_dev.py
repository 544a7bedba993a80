"""The command line of packaging/dev.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import dev
import dev_environment
import pytest
from dev_steps import ROOT, StepError


def test_what_stands_after_two_dashes_is_for_the_other_program() -> None:
    assert dev.split(["test", "--long", "--", "-k", "x", "--", "y"]) == (["test", "--long"], ["-k", "x", "--", "y"])
    assert dev.split(["check"]) == (["check"], [])


def test_unknown_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dev.run(["tset"])
    assert "demo" in capsys.readouterr().err


def test_help_runs_before_anything_is_installed() -> None:
    command = [sys.executable, "-S", str(ROOT / "packaging" / "dev.py"), "--help"]  # -S: no installed package is seen
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for word in ("demo", "shell", "test", "check", "bench", "lock"):
        assert word in shown


def test_the_programs_of_the_environment_come_first() -> None:
    env = dev.program_env({"X": "1"})
    assert env["PATH"].split(os.pathsep)[0] == str(dev_environment.venv_program("python").parent)
    assert env["X"] == "1"


def test_benches_are_the_modules_with_a_main(tmp_path: Path) -> None:
    (tmp_path / "reading.py").write_text("def main() -> int:\n    return 0\n", encoding="utf-8")
    (tmp_path / "answering_server.py").write_text("def serve() -> None: ...\n", encoding="utf-8")
    assert dev.bench_names(tmp_path) == ["reading"]


def test_unknown_bench_is_refused_with_the_list() -> None:
    with pytest.raises(StepError, match="no bench 'nothing_like_it'") as refused:
        dev.bench("nothing_like_it", [])
    assert "There are: " in refused.value.hint


def test_demo_alone_goes_on_without_a_secret_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # neither dbus-daemon nor gnome-keyring-daemon nor apt-get
    monkeypatch.setattr(sys, "platform", "linux")
    with dev.keyring_env_of_demo() as env:
        assert env["PYTHON_KEYRING_BACKEND"] == dev.MEMORY_KEYRING
    assert "in memory" in capsys.readouterr().out
    with pytest.raises(StepError, match="gnome-keyring"), dev.keyring_env():
        pass


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_the_shell_finds_the_program_and_ctrl_c_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "my-shell"
    script.write_text(f'#!/bin/sh\nkill -INT {os.getpid()}\necho "found $(command -v probe) $KEYRING"\nexit 7\n')
    script.chmod(0o755)
    (tmp_path / "probe").touch(0o755)
    monkeypatch.setenv("SHELL", str(script))
    monkeypatch.setattr(dev, "prepare", lambda: None)
    monkeypatch.setattr(
        dev, "keyring_env", lambda: nullcontext({"KEYRING": "ours", "PATH": f"{tmp_path}:/usr/bin:/bin"})
    )
    former = signal.getsignal(signal.SIGINT)
    try:
        assert dev.run(["shell"]) == 7
    finally:
        signal.signal(signal.SIGINT, former)
    assert f"found {tmp_path / 'probe'} ours" in capfd.readouterr().out

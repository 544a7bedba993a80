"""What is missing, what is installed, and when the environment is made anew."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import dev_environment
import pytest
from dev_steps import StepError

linux = pytest.mark.skipif(sys.platform != "linux", reason="Debian packages are for Linux")


@linux
def test_only_the_missing_programs_name_packages() -> None:
    assert dev_environment.missing_secret_service(lambda _: None) == ["dbus", "gnome-keyring"]
    assert dev_environment.missing_secret_service({"dbus-daemon": "/usr/bin/dbus-daemon"}.get) == ["gnome-keyring"]
    assert dev_environment.missing_secret_service(lambda name: f"/usr/bin/{name}") == []


@linux
def test_what_the_desk_needs_of_this_machine(tmp_path: Path) -> None:
    def load(library: str) -> str:
        if library == "libEGL.so.1":
            raise OSError(library)
        return library

    (tmp_path / "some.ttf").touch()
    everything = dev_environment.missing_for_desk(lambda _: "found", load, tmp_path)
    assert everything == ["libegl1"]
    assert dev_environment.missing_for_desk({"Xvfb": "x"}.get, lambda _: "", tmp_path) == [
        "imagemagick", "openbox", "tint2", "xdotool", "poppler-utils",
    ]  # fmt: skip
    assert dev_environment.missing_for_desk(lambda _: "found", lambda _: "", tmp_path / "none") == ["fonts-dejavu-core"]


@linux
def test_what_pdf_js_needs_of_this_machine(tmp_path: Path) -> None:
    assert dev_environment.missing_for_pdf_js(lambda _: None, tmp_path) == ["nodejs", "libjs-pdf"]
    library = tmp_path / dev_environment.PDF_JS
    library.parent.mkdir(parents=True)
    library.touch()
    assert dev_environment.missing_for_pdf_js(lambda _: "found", tmp_path) == []


@linux
def test_what_a_sql_server_needs_of_this_machine(tmp_path: Path) -> None:
    assert dev_environment.missing_for_sql_server(tmp_path) == ["unixodbc", "tdsodbc"]
    (tmp_path / "x86_64-linux-gnu" / "odbc").mkdir(parents=True)
    (tmp_path / "x86_64-linux-gnu" / "odbc" / "libtdsodbc.so").touch()
    assert dev_environment.missing_for_sql_server(tmp_path) == ["unixodbc"]


def test_debian_keeps_ensurepip_in_a_package_of_its_own() -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert dev_environment.missing_for_venv(lambda _: None) == [f"python{version}-venv"]
    assert dev_environment.missing_for_venv(lambda _: "found") == []


def test_nothing_missing_installs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    dev_environment.install_packages([])


@linux
def test_without_rights_the_command_to_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(StepError, match="dbus gnome-keyring") as refused:
        dev_environment.install_packages(["dbus", "gnome-keyring"])
    assert "sudo apt-get install --yes --no-install-recommends dbus gnome-keyring" in refused.value.hint


@linux
def test_root_gets_the_list_first_and_then_the_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = recording_apt(tmp_path, code=0)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    dev_environment.install_packages(["gnome-keyring"])
    patient = "-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
    assert log.read_text(encoding="utf-8").splitlines() == [
        f"noninteractive {patient} update --quiet",
        f"noninteractive install --yes --no-install-recommends gnome-keyring {patient}",
    ]


@linux
def test_a_failing_apt_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recording_apt(tmp_path, code=100)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(StepError, match="code 100") as failed:
        dev_environment.install_packages(["gnome-keyring"])
    assert "install by hand: gnome-keyring" in failed.value.hint


def recording_apt(folder: Path, code: int) -> Path:
    """An ``apt-get`` that writes down how it is called; where it writes."""
    log, program = folder / "log", folder / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> "{log}"\nexit {code}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return log


def test_another_lock_python_or_place_is_another_environment(tmp_path: Path) -> None:
    stamps = {
        dev_environment.environment_stamp(b"lock", "3.11", tmp_path),
        dev_environment.environment_stamp(b"lock2", "3.11", tmp_path),
        dev_environment.environment_stamp(b"lock", "3.12", tmp_path),
        dev_environment.environment_stamp(b"lock", "3.11", tmp_path / "moved"),
    }
    assert len(stamps) == 4
    assert dev_environment.environment_stamp(b"lock", "3.11", tmp_path) in stamps


def test_a_stamp_holds_only_for_what_it_names(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not dev_environment.holds(stamp, "a")
    stamp.write_text("a\n", encoding="utf-8")
    assert dev_environment.holds(stamp, "a")
    assert not dev_environment.holds(stamp, "b")


def test_a_new_command_or_version_installs_the_project_again(tmp_path: Path) -> None:
    (tmp_path / "desktop_sync").mkdir()
    (tmp_path / "desktop_sync" / "__init__.py").write_text("1", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("a", encoding="utf-8")
    first = dev_environment.project_stamp(tmp_path)
    (tmp_path / "pyproject.toml").write_text("b", encoding="utf-8")
    assert dev_environment.project_stamp(tmp_path) != first


def test_environments_are_made_by_a_python_outside_of_them() -> None:
    base = dev_environment.base_python()
    assert base.exists()
    assert dev_environment.VENV not in base.parents


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    dev_environment.check_python()
    monkeypatch.setattr(dev_environment, "MINIMUM", (99, 0))
    with pytest.raises(StepError, match=r"needs 99\.0 or newer"):
        dev_environment.check_python()


@linux
def test_what_tries_the_windows_program_is_named(tmp_path: Path) -> None:
    debians = tmp_path / "wine64"  # out of the path
    assert dev_environment.missing_for_windows(lambda _: None, debians) == [
        "gcc-mingw-w64-x86-64-win32",
        "wine64",
        "nsis",
        "osslsigncode",
    ]
    debians.touch()
    assert dev_environment.missing_for_windows(lambda _: None, debians) == [
        "gcc-mingw-w64-x86-64-win32",
        "nsis",
        "osslsigncode",
    ]
    assert dev_environment.missing_for_windows(lambda _: "found", tmp_path / "none") == []

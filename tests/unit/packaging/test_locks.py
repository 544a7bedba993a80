"""The locks: every package by its hash, no address, nothing of pyproject.toml forgotten."""

from __future__ import annotations

import re
import tomllib

import pytest
from dev_environment import LOCKED, LOCKS
from dev_steps import ROOT

PINNED = re.compile(r"^([a-z0-9-]+)==[^ ;]+[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9_.-]+")


def asked_for() -> set[str]:
    """The names in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    return {match.group() for line in lines if (match := NAME.match(line))}


def requirements(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line and not line.lstrip().startswith("#")) + "\n"


@pytest.mark.parametrize("name", LOCKED)
def test_every_line_is_a_pinned_package_with_its_hashes(name: str) -> None:
    text = requirements((LOCKS / name).read_text(encoding="utf-8"))
    assert PINNED.search(text)
    assert PINNED.sub("", text).strip() == ""


@pytest.mark.parametrize("name", sorted(path.name for path in LOCKS.iterdir()))
def test_no_address_stands_in_it(name: str) -> None:
    text = (LOCKS / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_everything_the_project_asks_for_is_locked() -> None:
    locked = set(PINNED.findall(requirements((LOCKS / "dev.txt").read_text(encoding="utf-8"))))
    missing = asked_for() - locked
    assert not missing, "run: python3 packaging/dev.py lock"


def versions(name: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)==([^ ;]+)", (LOCKS / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def test_windows_gets_the_versions_that_the_tests_run_with() -> None:
    windows, dev = versions("windows.txt"), versions("dev.txt")
    assert not {name for name in windows if windows[name] != dev.get(name)}, "run: python3 packaging/dev.py lock"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {match.group() for line in project["dependencies"] if (match := NAME.match(line))}
    assert not asked - set(windows), "run: python3 packaging/dev.py lock"


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()  # it would hide the library of that name


def test_every_dependency_is_explained() -> None:
    page = (ROOT / "resources" / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert not {name for name in asked_for() if f"`{name}`" not in page}

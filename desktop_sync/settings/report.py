"""What a validation found: every problem with its place in words, errors apart from warnings. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_sync.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """One thing wrong: where (``place``, e.g. ``flows[0] "orders" → source.min_age``), what, and what is expected."""

    what: str
    place: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: tuple[str | int, ...] = ()  # the place as keys and indexes; one in a file of its own begins with its name

    def __str__(self) -> str:
        at = [self.file, f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""]
        return ": ".join(part for part in (", ".join(part for part in at if part), self.place, self.what) if part)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> SettingsProblem:
        """From what ``as_dict`` gave."""
        return cls(
            told["message"], told["place"], told["file"], told["line"], told["column"], tuple(told.get("path", ()))
        )

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "place": self.place,
            "path": list(self.path),
            "message": self.what,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, in the order of the file. Errors refuse the settings, warnings do not."""

    errors: tuple[SettingsProblem, ...] = ()
    warnings: tuple[SettingsProblem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the settings can be used."""
        return not self.errors

    def raise_errors(self, file: str) -> None:
        """SettingsError with every error when there is one."""
        if self.ok:
            return
        count = len(self.errors)
        raise SettingsError(
            f"The settings in {file} have {'a problem' if count == 1 else f'{count} problems'}.",
            tuple(str(problem) for problem in self.errors),
            "Correct the places named, then check with: desktop-sync config validate",
        )

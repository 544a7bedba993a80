"""Reads an API profile and its schemas from files; the built-in ones stand in ``resources/acme``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.resources import resources
from desktop_sync.sandbox.character import section


@dataclass(frozen=True, slots=True)
class Loaded:
    """A profile with the schemas it names (by resource), and where they stand."""

    folder: Path
    profile: Mapping[str, object]
    schemas: Mapping[str, Mapping[str, object]]


def load(path: Path | None) -> Loaded:
    """The profile file, or the built-in one for None. Raises SettingsError with the file that will not do."""
    path = path or resources() / "acme" / "profile.json"
    profile = _object(path)
    schemas = {
        resource: _object(path.parent / str(entry.get("schema_file", f"{resource}.schema.json")))
        for resource, entry in section(profile, "resources").items()
        if isinstance(entry, Mapping)
    }
    if not schemas:
        raise SettingsError(f"The API profile {path} names no resource.", hint="Add 'resources' to it.")
    return Loaded(path.parent, profile, schemas)


def _object(path: Path) -> Mapping[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The file {path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except ValueError as error:
        raise SettingsError(f"The file {path} is not JSON: {error}.", hint="Mend the file.") from error
    if not isinstance(found, dict):
        raise SettingsError(f"The file {path} holds no JSON object.", hint="Mend the file.")
    return found

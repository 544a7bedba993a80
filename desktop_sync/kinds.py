"""Which kinds of connection, source and format this program has: the settings are validated against these."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from desktop_sync.core.errors import SettingsError
from desktop_sync.resources import resources
from desktop_sync.settings.model import Kinds, TargetFacts

if TYPE_CHECKING:
    from desktop_sync.acme.profile import Profile

Schemas = dict[str, dict[str, object]]


def kinds() -> Kinds:
    """The option models of all connectors; importing them is what costs, so this is called where settings are read."""
    from desktop_sync.acme.client import AcmeOptions
    from desktop_sync.core.mapping_model import MappingModel
    from desktop_sync.formats.delimited import DelimitedOptions
    from desktop_sync.formats.xml import XmlOptions
    from desktop_sync.sources.files import FilesOptions
    from desktop_sync.stores.local import LocalOptions

    return Kinds(
        connections={"folder": LocalOptions, "acme": AcmeOptions},
        sources={"files": FilesOptions},
        formats={"xml": XmlOptions, "delimited": DelimitedOptions},
        mapping=MappingModel,
        over={"files": frozenset({"folder"})},
        targets=frozenset({"acme"}),
        facts=_facts,
    )


def _facts(options: BaseModel) -> TargetFacts:
    profile, _ = profile_of(options)
    return TargetFacts(frozenset(profile.resources), profile.exactly_once)


def profile_of(options: BaseModel) -> tuple[Profile, Schemas]:
    """The API profile that an Acme connection names (or the built-in one) with the schemas of its resources."""
    named = str(getattr(options, "profile", ""))
    if named and not Path(named).is_absolute():
        raise SettingsError(f"The API profile {named} needs a whole path: nobody knows from where it is looked for.")
    return load_profile(Path(named) if named else resources() / "acme" / "profile.json")


def load_profile(file: Path) -> tuple[Profile, Schemas]:
    """SettingsError when the file or a schema beside it cannot be used."""
    from desktop_sync.acme.profile import Profile

    try:
        profile = Profile.model_validate_json(file.read_bytes())
        return profile, {name: profile.schema_of(name, file.parent) for name in profile.resources}
    except (OSError, ValidationError, json.JSONDecodeError, TypeError) as error:
        raise SettingsError(f"The API profile {file} cannot be used: {error}") from error

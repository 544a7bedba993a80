"""Built-in reports (``resources/reports``): data that stands below what a person chose, in the report's language.

A text in two languages is a table of these: ``{en = "Total", de = "Summe"}``. It must not know how anything is drawn.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TypeVar

from desktop_sync.core.errors import SettingsError
from desktop_sync.reports.locales import WRITINGS
from desktop_sync.reports.options import ReportOptions
from desktop_sync.resources import resources

O = TypeVar("O", bound=ReportOptions)  # noqa: E741 - the type of the options
_LANGUAGES = {"en", "de"}


def names() -> list[str]:
    """Of the templates that ship."""
    return sorted(file.stem for file in (resources() / "reports").glob("*.toml"))


def whole(options: O) -> O:
    """The options with what their template says. Raises SettingsError for a template that is not there."""
    if not options.template:
        return options
    below = localised(_read(options.template), WRITINGS[options.locale].language)
    fields = type(options).model_fields
    chosen = {fields[name].alias or name: getattr(options, name) for name in options.model_fields_set}
    return type(options).model_validate({**{name: one for name, one in below.items() if name in fields}, **chosen})


@lru_cache(maxsize=16)
def _read(name: str) -> dict[str, object]:
    if name not in names():
        raise SettingsError(f"There is no report template {name}; known are {', '.join(names())}.")
    return tomllib.loads((resources() / "reports" / f"{name}.toml").read_text(encoding="utf-8"))


def localised(value: object, language: str) -> dict[str, object]:
    """The same with every text in one language."""
    found = _localised(value, language)
    return found if isinstance(found, dict) else {}


def _localised(value: object, language: str) -> object:
    if isinstance(value, dict):
        if value.keys() == _LANGUAGES:
            return value[language]
        return {name: _localised(inner, language) for name, inner in value.items()}
    return [_localised(inner, language) for inner in value] if isinstance(value, list) else value

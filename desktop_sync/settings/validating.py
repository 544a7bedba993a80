"""One table validated by its model, every error told with its place. Knows no connector and no file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from desktop_sync.core.errors import SyncError
from desktop_sync.settings.places import Path
from desktop_sync.settings.text import Problems
from desktop_sync.settings.wording import steps, words, written

_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    model: type[_Model],
    table: object,
    at: Path,
    problems: Problems,
    extra: tuple[str, ...] = (),
    context: Mapping[str, object] | None = None,
    *,
    whole: bool = True,
) -> _Model | None:
    """The model's value, or None with every error in ``problems``. ``extra``: names that stand in the same table.

    ``context``: what options may ask while they are validated, such as where a file is. Not ``whole``:
    what is missing, or wrong between options, is no error.
    """
    try:
        return model.model_validate(table, context=dict(context or {}))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if not whole and (detail["type"] == "missing" or not detail["loc"]):
                continue
            place = steps(detail, table)
            what = words(detail, model, place, extra if len(place) == 1 else ())
            problems.add((*at, *written(place, table)), what)
    except SyncError as error:
        problems.add(at, str(error))
    return None

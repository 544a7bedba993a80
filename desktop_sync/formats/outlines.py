"""What tells the fields of a sample, for each format: for whoever makes a mapping, not for runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, TypeAlias

from desktop_sync.core.outline import Outline
from desktop_sync.formats import delimited_outline, excel_outline, json_outline, xml_outline

Outlines: TypeAlias = Callable[[BinaryIO, Any, bool], Outline]
"""Of a sample by options of its format; whether it is the beginning of a larger payload."""

OUTLINES: Mapping[str, Outlines] = {
    "xml": lambda payload, options, cut: xml_outline.outline(payload, options, cut=cut),
    "delimited": lambda payload, options, _: delimited_outline.outline(payload, options),
    "json": lambda payload, options, cut: json_outline.outline(payload, options, cut=cut),
    "excel": lambda payload, options, _: excel_outline.outline(payload, options),
}
"""Type of a format → what tells the fields of a sample."""


def seen_whole(type_: str, options: Any, outline: Outline) -> Any:  # noqa: ANN401 - of the model of the type
    """Options by which all that a sample holds can be asked at once, whatever a flow asks."""
    if type_ == "xml":
        return xml_outline.names_with(options, outline.namespaces)
    return options.model_copy(update={"differing": "first"}) if type_ in {"delimited", "excel"} else options

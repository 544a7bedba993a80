"""How ids and titles are written. Values only."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from desktop_sync.core.options import Kind

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"),
    Kind("small letters, digits and '-', at most 40, beginning with a letter or digit"),
]
Title = Annotated[str, StringConstraints(max_length=120)]

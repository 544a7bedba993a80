"""Options that connections over HTTP share, each declared once with its words: ``name: CaFile = ""`` and so on.

Not among the names of ``web`` itself, so that whoever only asks loads no pydantic.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from desktop_sync.core.options import Options, Secret, WholePath, form
from desktop_sync.web.route import proxy_setting

CaFile = Annotated[
    WholePath,
    Field(
        title="Further CA certificates",
        json_schema_extra=form(path="file"),
        description="File with further trusted CA certificates (PEM), besides the system's. Left out: the general one.",
    ),
]
ProxySetting = Annotated[
    str,
    AfterValidator(proxy_setting),
    Field(
        title="Proxy",
        description='Left out: the general one. "system": the system\'s. "none": no proxy. Else such as '
        "http://proxy:3128.",
    ),
]
_CREDENTIALS = form(first=True, when=("sign_in", "client_credentials"))
ClientId = Annotated[
    Secret | None,
    Field(
        title="Client id",
        json_schema_extra=_CREDENTIALS,
        description="Name of the stored client id (`client_credentials`).",
    ),
]
ClientSecret = Annotated[
    Secret | None,
    Field(
        title="Client secret",
        json_schema_extra=_CREDENTIALS,
        description="Name of the stored client secret (`client_credentials`).",
    ),
]


def ensure_signs_in(options: Options, sign_in: str, needed: tuple[str, ...]) -> None:
    """ValueError where something is left out that this sign-in needs."""
    if missing := [name for name in needed if not getattr(options, name)]:
        raise ValueError(f"sign_in = {sign_in} needs {' and '.join(missing)}")

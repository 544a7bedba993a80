"""How this program gets out of the house, whatever it speaks to: the table ``[general.network]``.

Connections that have the same options (``proxy``, ``ca_file``) and leave them out get these. It opens nothing and must
know no connector: the options' names are all that it goes by.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from pydantic import BaseModel, Field, field_validator, model_validator

from desktop_sync.core.options import Options, WholePath, form
from desktop_sync.web.route import NONE, SYSTEM, proxy_setting

Model = TypeVar("Model", bound=BaseModel)


class NetworkOptions(Options):
    """The way out for all connections; one that says something else itself goes its own way."""

    proxy: Literal["system", "none", "manual"] = Field(
        title="Proxy",
        json_schema_extra=form(
            first=True,
            choices={"system": "As the system has it", "none": "None", "manual": "A certain one"},
        ),
        default="system",
        description="Through which proxy web addresses are asked: the system's, none, or a certain one.",
    )
    proxy_address: str = Field(
        title="Address of the proxy",
        json_schema_extra=form(first=True, when=("proxy", "manual")),
        default="",
        description="Such as `http://proxy.example.com:3128`. This computer itself is never asked for through it.",
    )
    ca_file: WholePath = Field(
        title="Further CA certificates",
        json_schema_extra=form(first=True, path="file"),
        default="",
        description="File with further trusted CA certificates (PEM), besides the system's: for a firewall that opens "
        "encrypted connections, or servers of your own.",
    )

    @field_validator("proxy_address")
    @classmethod
    def _proxy_address(cls, value: str) -> str:
        if value in {NONE, SYSTEM}:
            raise ValueError(f"write proxy = {value} instead")
        return proxy_setting(value)

    @model_validator(mode="after")
    def _whole(self) -> NetworkOptions:
        if self.proxy == "manual" and not self.proxy_address:
            raise ValueError("proxy = manual needs proxy_address")
        if self.proxy != "manual" and self.proxy_address:
            raise ValueError(
                f"proxy = {self.proxy} has no use for proxy_address: write proxy = manual, or leave it out"
            )
        return self

    def given(self, options: Model) -> Model:
        """A connection's options, with these where it leaves its own out."""
        proxy = {"system": "", "none": NONE, "manual": self.proxy_address}[self.proxy]
        own = {"proxy": proxy, "ca_file": self.ca_file}
        left_out = {name: value for name, value in own.items() if value and getattr(options, name, None) == ""}
        return options.model_copy(update=left_out) if left_out else options

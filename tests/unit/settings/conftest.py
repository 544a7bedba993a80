"""Settings of a small made-up program: option models of the same shapes as the real connectors'."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from desktop_sync.core.options import Duration, Options, Secret
from desktop_sync.settings.model import Kinds, TargetFacts


class Folder(Options):
    path: str = Field(description="The folder.")


class Api(Options):
    base_url: str
    sign_in: Literal["api_key", "client_credentials"] = "api_key"
    api_key: Secret | None = None
    timeout: Duration = 30.0
    in_flight: int | None = Field(default=None, ge=1, le=64)
    profile: str = ""


class Files(Options):
    pattern: str = "*.xml"
    pattern_type: Literal["glob", "regex"] = "glob"
    exclude: str = ""
    recursive: bool = False
    min_age: Duration = 10.0
    after_success: Literal["archive", "delete", "keep"] = "archive"
    after_partial: Literal["archive", "failed"] = "archive"
    after_failure: Literal["failed", "keep"] = "failed"
    archive: str = "archive/{yyyy}/{MM}/{dd}"
    failed: str = "failed"


class Xml(Options):
    record: str
    namespaces: dict[str, str] = Field(default_factory=dict)


class MappedField(Options):
    from_: str | None = Field(default=None, alias="from")
    constant: str | None = None


class Mapping(Options):
    resource: str
    fields: dict[str, MappedField] = Field(default_factory=dict)


def facts(options: BaseModel) -> TargetFacts:
    assert isinstance(options, Api)
    return TargetFacts(frozenset({"orders", "invoices"}), exactly_once=options.profile != "bare.json")


@pytest.fixture
def kinds() -> Kinds:
    return Kinds(
        connections={"folder": Folder, "acme": Api},
        sources={"files": Files},
        formats={"xml": Xml},
        mapping=Mapping,
        over={"files": frozenset({"folder"})},
        targets=frozenset({"acme"}),
        facts=facts,
    )


GOOD = """\
# ERP of the main warehouse
version = 1

[[connections]]
id = "erp"
title = "ERP drop folder"
type = "folder"
path = '{drop}'

[[connections]]
id = "acme"
type = "acme"
base_url = "https://api.acme.example"
api_key = "acme/api_key"   # set with: desktop-sync secret set acme/api_key

[[flows]]
id = "orders"
title = "Orders"

[flows.source]
connection = "erp"
min_age = "10s"

[flows.format]
type = "xml"
record = "Orders/Order"

[flows.mapping]
resource = "orders"
[flows.mapping.fields]
external_reference = {{from = "Header/No"}}

[flows.target]
connection = "acme"
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    """A text without any problem."""
    drop = tmp_path / "drop"
    drop.mkdir()
    return GOOD.format(drop=drop)


@pytest.fixture
def second_flow() -> str:
    """A second flow over the same folder, to be appended; it overlaps with the first one."""
    return SECOND


SECOND = """
[[flows]]
id = "invoices"
[flows.source]
connection = "erp"
[flows.format]
type = "xml"
record = "Invoices/Invoice"
[flows.mapping]
resource = "invoices"
[flows.target]
connection = "acme"
"""

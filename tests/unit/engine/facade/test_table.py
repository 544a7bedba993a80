"""Who may ask what, and that nothing but what fits is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Rejected, Stop
from desktop_sync.engine.facade import ROLES, Facade
from desktop_sync.engine.facade.calling import Call, fits
from tests.crash.world import World
from tests.unit.engine.facade.desk import at_desk


def test_every_method_has_a_role_and_every_role_a_method(tmp_path: Path) -> None:
    with at_desk(World(tmp_path)) as desk:
        assert desk.facade.names() == frozenset(ROLES)
    assert not [name for name in ROLES if "get_secret" in name]


@pytest.mark.parametrize("role", list(Role))
def test_who_may_less_is_refused_before_anything_is_looked_at(tmp_path: Path, role: Role) -> None:
    with at_desk(World(tmp_path), Caller("bob", role)) as desk:
        for name, needed in ROLES.items():
            if role < needed:
                with pytest.raises(Stop, match=f'bob may .*; "{name}" is for those who may'):
                    desk.ask(name, nonsense=1)
            else:
                with pytest.raises(Rejected, match="does not know nonsense"):
                    desk.ask(name, nonsense=1)


def test_what_does_not_fit_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with at_desk(World(tmp_path)) as desk:
        with pytest.raises(Rejected, match='"fly" cannot be asked here'):
            desk.ask("fly")
        with pytest.raises(Rejected, match='"run" needs flow'):
            desk.ask("run")
        with pytest.raises(Rejected, match='"dismiss" needs name, reason'):
            desk.ask("dismiss")
        with pytest.raises(Rejected, match="cannot use what was given as value") as refused:
            desk.ask("put_secret", name="acme/api_key", value=["hunter2"])
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "value, kind, right",
    [
        (1, int, True), (True, int, False), (1.5, int, False), (2**63, int, False), (-(2**63), int, False),
        (1, float, True), (1.5, float, True), (True, float, False), (True, bool, True), (1, bool, False),
        (None, str | None, True), ("", str | None, True), (1, str | None, False), (None, str, False),
        ({}, Mapping[str, object], True), ([], Mapping[str, object], False),
        ("arrived", Literal["arrived"], True), ("left", Literal["arrived"], False), ([], Literal["arrived"], False),
    ],
)  # fmt: skip
def test_types(value: object, kind: Any, *, right: bool) -> None:  # noqa: ANN401 - a type
    assert fits(value, kind) is right


class _Stray:
    def fly(self, call: Call) -> None:
        """Stands in no table."""


def test_a_theme_offers_nothing_that_is_not_in_the_table() -> None:
    with pytest.raises(TypeError, match="fly is not in the table"):
        Facade(_Stray())

"""How a payload of former times is read once more: by the flow's format, and by the mapping that was used then.

Where a former mapping is not kept any more, the present one stands in, and it is said that it does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from desktop_sync.builder import archives, flow_of
from desktop_sync.engine.facade.rereading import Reread
from desktop_sync.kinds import profile_of
from desktop_sync.parts import of
from desktop_sync.settings.mapping_history import kept_mapping
from desktop_sync.settings.model import Flow, Settings

if TYPE_CHECKING:
    from desktop_sync.core.mapping_model import MappingModel

KEPT = 16  # that were made for the settings as they are


class Readings:
    """``settings``: those that hold; ``history``: where what mappings meant is kept."""

    def __init__(self, settings: Callable[[], Settings], history: Path) -> None:
        self._settings = settings
        self._history = history
        self._made: dict[tuple[str, str], tuple[Flow, Reread]] = {}

    def reread(self, flow_id: str, used: str) -> Reread:
        """``used``: what a delivery says of its mapping, or nothing. SettingsError when the flow is gone."""
        settings = self._settings()
        flow, made = flow_of(settings, flow_id), self._made.get((flow_id, used))
        if made is None or made[0] is not flow:
            if len(self._made) >= KEPT:
                self._made = {}
            made = self._made[flow_id, used] = (flow, self._reread(settings, flow, used))
        return made[1]

    def _reread(self, settings: Settings, flow: Flow, used: str) -> Reread:
        from desktop_sync.core.mapping import Mapping, Mappings
        from desktop_sync.formats import FORMATS, OPTIONS

        profile, _ = profile_of(settings.connection_by_id[flow.target.connection].options)
        former = self._former(flow, used)
        made = []
        for one, model in zip(flow.mappings, former or _present(flow), strict=True):
            resource = profile.resources[model.resource]
            made.append((one.of, model, Mapping(model, resource.key_field, None, tuple(resource.cancel))))
        asked = Mappings([(kind, mapping) for kind, _, mapping in made]).sources()
        kind = flow.format.type
        format_ = FORMATS[kind](of(flow.format.options, OPTIONS[kind]), asked)
        return Reread(format_, made, archives(flow), former is not None)

    def _former(self, flow: Flow, used: str) -> Sequence[MappingModel] | None:
        """The mappings as they were, in the order in which the flow has them; None: not all of them are known."""
        from desktop_sync.core.mapping_model import MappingModel

        named = used.split()
        if len(named) != len(flow.mappings):
            return None
        found = []
        for name, present in zip(named, _present(flow), strict=True):
            kept = kept_mapping(self._history, name.rpartition(":")[2])
            try:
                model = MappingModel.model_validate(kept)
            except ValidationError:
                return None
            if model.resource != present.resource:
                return None
            found.append(model)
        return found


def _present(flow: Flow) -> list[MappingModel]:
    from desktop_sync.core.mapping_model import MappingModel

    return [of(one.model, MappingModel) for one in flow.mappings]

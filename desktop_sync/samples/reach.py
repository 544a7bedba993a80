"""Where samples are looked for: by the settings that hold, or by a draft of which only a source has to be there.

It must not know how a sample is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop_sync.core.ports import Store
from desktop_sync.engine.facade.drafted import Drafted
from desktop_sync.settings.model import Connection, Draft, Flow, Format, Settings, Target
from desktop_sync.settings.validation import Validated


@dataclass(frozen=True, slots=True)
class Reach:
    """``store``: over a connection that holds files; ``rows``: the first ones of a source that is asked."""

    settings: Settings
    store: Callable[[Connection], Store]
    rows: Callable[[Flow, Connection], bytes]


Reaches: TypeAlias = Callable[[Drafted | None], Reach]
"""None: by the settings that hold."""


def readable(checked: Validated) -> Settings:
    """What is sound of a draft. Of a flow the source is enough: it can be read, and nothing else is done with it."""
    whole = checked.settings
    begun = [_begun(one) for one in checked.drafts if one.flow not in whole.flow_by_id]
    return replace(whole, flows=(*whole.flows, *(one for one in begun if one is not None)))


def _begun(one: Draft) -> Flow | None:
    if one.source is None:
        return None
    nothing = Format("", one.source.options)  # which nobody reads by
    nowhere = Target.model_construct(connection=one.target)
    return Flow(one.flow, one.flow, one.enabled, one.source, nothing, (), nowhere)

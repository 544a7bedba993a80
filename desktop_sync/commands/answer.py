"""``answer DOCUMENT arrived|send-again``: a person has looked at Acme for what the program may not look up."""

from __future__ import annotations

from desktop_sync.app import open_app
from desktop_sync.commands.chosen import ended, next_run, one_delivery, tell, whoever


def answer(data: str | None, name: str, resource: str | None, reason: str, *, arrived: bool, as_json: bool) -> int:
    """Exit 3 when it is to be sent again, 1 when it is not unknown."""
    with open_app(data).owner("answer") as owner:
        repair = owner.repair(whoever())
        owner.recover()
        results = [repair.answer(one_delivery(owner, name, resource), arrived=arrived, reason=reason)]
    tell(results, as_json=as_json)
    return int(ended(results) if arrived else next_run(results, as_json=as_json))

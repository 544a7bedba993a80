"""What a person means by a name on the command line, and how the commands that repair tell what was done."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import asdict

from desktop_sync.app import Owner
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import Rejected
from desktop_sync.ledger.problems import deliveries_named, deliveries_of, problems_named
from desktop_sync.ledger.repair import Repaired

SHOWN = 50


def whoever() -> str:
    """The person's name on this machine, for the audit entries."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def chosen(owner: Owner, name: str, resource: str | None) -> tuple[list[int], list[int]]:
    """Deliveries and problems that a document, a problem or a group stands for. Rejected when it is none."""
    with owner.ledger.database.reading() as sql:
        problems = problems_named(sql, name)
        if problems is not None:
            return deliveries_of(sql, problems), problems
        deliveries = deliveries_named(sql, name, resource)
    if not deliveries:
        raise Rejected(
            f'There is no document and no problem "{name}".', "desktop-sync problems shows what there is to repair."
        )
    return deliveries, []


def one_delivery(owner: Owner, name: str, resource: str | None, *, newest: bool = False) -> int:
    """Rejected when there is none, or when the reference names documents of several kinds."""
    with owner.ledger.database.reading() as sql:
        found = deliveries_named(sql, name, resource, newest=newest)
    if not found:
        raise Rejected(f'No document "{name}" has been seen yet.', "Give its external reference as Acme has it.")
    if len(found) > 1:
        raise Rejected(f'There are {len(found)} documents "{name}".', "Say which with --resource, such as orders.")
    return found[0]


def tell(results: Sequence[Repaired], *, as_json: bool) -> None:
    """One line each, and the run that goes on with it."""
    if as_json:
        show_json([asdict(one) for one in results])
        return
    for one in results[:SHOWN]:
        print(f"  {'✓' if one.done else '✗'} {one.name}: {one.what}")
    if len(results) > SHOWN:
        print(f"  … {sum(one.done for one in results):,} of {len(results):,} done.")
    if not results:
        print("There is nothing of that kind.")


def next_run(results: Sequence[Repaired], *, as_json: bool) -> Exit:
    """What was made due waits for a run; 1 when nothing could be done."""
    flows = sorted({one.flow for one in results if one.done and one.flow})
    if flows and not as_json:
        print("\n".join(f"To send it now: desktop-sync run {flow}" for flow in flows))
    return ended(results, Exit.WAITS)


def ended(results: Sequence[Repaired], well: Exit = Exit.DONE) -> Exit:
    """1 when there was something and nothing of it could be done."""
    if not results:
        return Exit.DONE
    return well if any(one.done for one in results) else Exit.FAILED

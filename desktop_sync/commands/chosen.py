"""How the commands that repair tell what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_sync.commands.console import Exit, show_json

Row = Mapping[str, Any]
SHOWN = 50


def tell(results: Sequence[Row], *, as_json: bool) -> None:
    """One line each, and the run that goes on with it."""
    if as_json:
        show_json(results)
        return
    for one in results[:SHOWN]:
        print(f"  {'✓' if one['done'] else '✗'} {one['name']}: {one['what']}")
    if len(results) > SHOWN:
        print(f"  … {sum(one['done'] for one in results):,} of {len(results):,} done.")
    if not results:
        print("There is nothing of that kind.")


def next_run(results: Sequence[Row], *, as_json: bool) -> Exit:
    """What was made due waits for a run; 1 when nothing could be done."""
    flows = sorted({one["flow"] for one in results if one["done"] and one["flow"]})
    if flows and not as_json:
        print("\n".join(f"To send it now: desktop-sync run {flow}" for flow in flows))
    return ended(results, Exit.WAITS)


def ended(results: Sequence[Row], well: Exit = Exit.DONE) -> Exit:
    """1 when there was something and nothing of it could be done."""
    if not results:
        return Exit.DONE
    return well if any(one["done"] for one in results) else Exit.FAILED

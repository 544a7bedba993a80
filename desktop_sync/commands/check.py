"""``check CONNECTION``: the connection test as steps; ``account``: the answer to "whose account is this now?"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from desktop_sync.app import App, open_app
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.desks import open_desk
from desktop_sync.settings.model import Connection

SIGNS = {StepState.OK: "✓", StepState.WARNING: "!", StepState.FAILED: "✗", StepState.NOT_REACHED: "·"}


def check(data: str | None, name: str, *, as_json: bool) -> int:
    """Exit 4 when a step failed."""
    app = open_app(data)
    connection = app.connection(name)
    steps = []
    for step in _steps(app, connection):
        steps.append(step)
        if not as_json:
            print(f" {SIGNS[step.state]} {step.name:<22} {step.detail}".rstrip())
            if step.hint:
                print(f"   {step.hint}")
    if as_json:
        show_json([asdict(step) for step in steps])
    return int(Exit.PERSON if any(step.state is StepState.FAILED for step in steps) else Exit.DONE)


def _steps(app: App, connection: Connection) -> Iterator[CheckStep]:
    if connection.type == "acme":
        target = app.parts.target(connection, app.parts.clock())
        try:
            yield from target.check()
        finally:
            target.close()
        return
    if connection.type == "mail":
        yield from app.parts.mailer(connection, app.parts.clock()).check()
        return
    store = app.parts.store(connection)
    try:
        yield from store.check()
    finally:
        store.close()


def account(data: str | None, name: str, answer: str, *, as_json: bool) -> int:
    """Remembers whose account the connection leads to from now on."""
    with open_desk(data, f"account {name}") as desk:
        found = desk.ask("account", connection=name, answer=answer)
    if as_json:
        show_json(found)
    else:
        title, tenant = found["title"] or found["tenant"], found["tenant"]
        print(f'The connection "{name}" leads to {title} ({tenant}) at {found["base_url"]}.')
    return int(Exit.DONE)

"""``edit DOCUMENT``: its content as JSON in an editor or from a file, checked, and sent as a new delivery."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desktop_sync.app import Owner, open_app
from desktop_sync.commands.chosen import next_run, one_delivery, tell, whoever
from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.core.model import Document
from desktop_sync.core.planning import shown
from desktop_sync.ledger.repair import Repaired

_MOST = 8 * 2**20  # characters of a document
_CUT = 50  # changes that the audit entry names


def edit(data: str | None, name: str, resource: str | None, reason: str, *, file: str | None, as_json: bool) -> int:
    """Exit 3: it waits for the next run; 1 when it cannot be edited or the new content will not do."""
    if not reason.strip():
        raise SettingsError("A reason is missing.", hint="Say in a few words why: --reason TEXT")
    app = open_app(data)
    with app.owner("edit") as owner:
        delivery = one_delivery(owner, name, resource, newest=True)
        _, document = owner.ledger.deliveries.document(delivery)
    body = _parsed(_given(document, file))  # nobody has to wait while a person types
    with app.owner("edit") as owner:
        repair = owner.repair(whoever())
        owner.recover()
        if one_delivery(owner, name, resource, newest=True) != delivery:
            raise Rejected("A newer version came while you were editing. Nothing was changed.", "Edit that one.")
        _check(owner, delivery, document, body)
        results: list[Repaired] = [repair.edit(delivery, body, differing(document.body, body), reason.strip())]
    tell(results, as_json=as_json)
    return int(next_run(results, as_json=as_json))


def _given(document: Document, file: str | None) -> str:
    if file == "-":
        return sys.stdin.read(_MOST)
    if file is None:
        return _edited(json.dumps(document.body, ensure_ascii=False, indent=2))
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {file} cannot be read: {error}.") from error


def _edited(text: str) -> str:
    """In the person's editor: VISUAL, EDITOR, or what the platform has."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="desktop-sync-") as folder:
        path = Path(folder) / "document.json"
        path.write_text(text + "\n", encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(editor, posix=os.name != "nt"), str(path)], check=False)  # noqa: S603
            edited = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise SettingsError(
                f"The editor {editor} could not be used: {error}.", hint="Set EDITOR, or give the content with --file."
            ) from error
    if done.returncode:
        raise Rejected(f"The editor ended with {done.returncode}; nothing was changed.")
    return edited


def _parsed(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"This is not JSON: {error}. Nothing was changed.") from error
    if not isinstance(found, dict):
        raise Rejected("A document is a JSON object in braces. Nothing was changed.")
    return found


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number in JSON")


def _check(owner: Owner, delivery: int, document: Document, body: Mapping[str, object]) -> None:
    faults = [f"{one.field}: {one.message}" for one in owner.faults_of(delivery, body)]
    mine = document.reference
    names = [name for name, value in document.body.items() if value == mine and body.get(name) != value]
    faults += [f"{name}: this is what the document is known by in Acme; it stays {mine}" for name in names]
    if faults:
        raise Rejected("The new content will not do; nothing was changed.\n  - " + "\n  - ".join(faults))


def differing(old: object, new: object, field: str = "") -> list[str]:
    """What was changed, as ``lines[2].quantity: 3 → 4``."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = [*old, *(name for name in new if name not in old)]
        inner = [differing(old.get(name), new.get(name), f"{field}.{name}" if field else str(name)) for name in names]
        return [one for each in inner for one in each][:_CUT]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), 1)
        return [one for n, (was, now) in pairs for one in differing(was, now, f"{field}[{n}]")][:_CUT]
    return [] if old == new else [f"{field}: {shown(old) or '(nothing)'} → {shown(new) or '(nothing)'}"]

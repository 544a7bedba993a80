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

from desktop_sync.commands.chosen import next_run, tell
from desktop_sync.core.errors import Rejected, SettingsError
from desktop_sync.desks import open_desk

_MOST = 8 * 2**20  # characters of a document


def edit(data: str | None, name: str, resource: str | None, reason: str, *, file: str | None, as_json: bool) -> int:
    """Exit 3: it waits for the next run; 1 when it cannot be edited or the new content will not do."""
    if not reason.strip():
        raise SettingsError("A reason is missing.", hint="Say in a few words why: --reason TEXT")
    with open_desk(data, "edit") as desk:
        document = desk.ask("document", name=name, resource=resource)
    body = _parsed(_given(document["body"], file))  # nobody has to wait while a person types
    with open_desk(data, "edit") as desk:
        results = desk.ask(
            "edit", name=name, delivery=document["delivery"], body=body, reason=reason, resource=resource
        )
    tell(results, as_json=as_json)
    return int(next_run(results, as_json=as_json))


def _given(body: object, file: str | None) -> str:
    if file == "-":
        return sys.stdin.read(_MOST)
    if file is None:
        return _edited(json.dumps(body, ensure_ascii=False, indent=2))
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

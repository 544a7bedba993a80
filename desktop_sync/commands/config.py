"""``config``: validate, install, history, rollback of the settings file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_sync.app import open_app
from desktop_sync.commands.console import Exit, counted, show_json
from desktop_sync.commands.policy import set_by_policy
from desktop_sync.core.errors import SettingsError
from desktop_sync.core.locks import Locks
from desktop_sync.data_folder import data_folder
from desktop_sync.desks import Holds, open_desk
from desktop_sync.engine.facade.configuring import told
from desktop_sync.settings.drafting import plain
from desktop_sync.settings.model import Settings
from desktop_sync.settings.report import SettingsProblem

NO_LOCKS = Locks()


def validate(data: str | None, file: str | None, *, as_json: bool) -> int:
    """Exit 2 when there are errors; warnings do not count."""
    app = open_app(data)
    text, beside = (_text(file), Path(file).absolute().parent) if file else (None, None)
    checked = app.settings_file.validated(text, beside, app.stored)
    report, where = told(checked.report), file or str(app.settings_file.path)
    locks = app.settings_file.policy.read().locks
    _show(report, where, as_json=as_json, mappings=_mappings(checked.settings), locks=locks)
    return int(Exit.DONE if checked.report.ok else Exit.SETTINGS)


def install(data: str | None, file: str, *, as_json: bool) -> int:
    """Validates a file and makes it the installation's own; the former version is kept."""
    return _saved(data, "save_settings", as_json=as_json, text=_text(file), beside=str(Path(file).absolute().parent))


def history(data: str | None, *, as_json: bool) -> int:
    """Former versions, newest first."""
    versions = open_app(data).settings_file.history()
    if as_json:
        show_json([{"number": one.number, "saved_over_at": one.saved_over_at, "file": one.path} for one in versions])
    elif not versions:
        print("There is no former version of the settings yet.")
    else:
        for one in versions:
            print(f"  {one.number:>5}  replaced {one.saved_over_at.astimezone():%Y-%m-%d %H:%M:%S}  {one.path.name}")
    return int(Exit.DONE)


def rollback(data: str | None, number: int | None, *, as_json: bool) -> int:
    """Makes a former version the present one; what it replaces is kept."""
    return _saved(data, "roll_back", as_json=as_json, number=number)


def reload(data: str | None, *, as_json: bool) -> int:
    """A running engine reads the settings anew; runs under way end as they began."""
    with open_desk(data, "reload", Holds.NOTHING) as desk:
        report = desk.ask("reload")
        good = "in force from now on" if desk.engine else "the settings are right; no engine runs that would read them"
    _show(report, str(data_folder(data).settings), as_json=as_json, good=good)
    return int(Exit.DONE)


def _saved(data: str | None, method: str, *, as_json: bool, **values: object) -> int:
    with open_desk(data, "config", Holds.SETTINGS) as desk:
        report = desk.ask(method, **values)
    _show(report, str(data_folder(data).settings), as_json=as_json, good="in force from now on")
    return int(Exit.DONE)


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {file} cannot be read: {error}.") from error


def _mappings(settings: Settings) -> list[dict[str, str]]:
    """Each mapping with its version, as the trail of a document names it."""
    from desktop_sync.core.mapping import MappingModel, version_of

    return [
        {
            "flow": flow.id,
            "of": one.of,
            "resource": one.model.resource,
            "version": version_of(one.model),
            "file": one.file,
        }
        for flow in settings.flows
        for one in flow.mappings
        if isinstance(one.model, MappingModel)
    ]


def _show(
    report: Mapping[str, Any],
    file: str,
    *,
    as_json: bool,
    mappings: Sequence[Mapping[str, str]] = (),
    good: str = "the settings are right",
    locks: Locks = NO_LOCKS,
) -> None:
    if as_json:
        show_json({**report, "mappings": mappings, "policy": plain(locks.told())})
        return
    for kind in ("error", "warning"):
        for problem in report[f"{kind}s"]:
            print(f"{kind}: {SettingsProblem.of(problem)}", file=sys.stderr)
    if not report["ok"]:
        print(f"{file}: {counted(len(report['errors']), 'problem')}.", file=sys.stderr)
        return
    for line in set_by_policy(locks):
        print(line)
    for one in mappings:
        of, where = f" of {one['of']}" * bool(one["of"]), f", {one['file']}" * bool(one["file"])
        print(f"  {one['flow']}: mapping {one['version']} makes {one['resource']}{of}{where}")
    print(f"{file}: {good}.")

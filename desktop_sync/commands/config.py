"""``config``: validate, install, history, rollback of the settings file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop_sync.app import App, open_app
from desktop_sync.commands.console import Exit, counted, show_json
from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.model import Settings
from desktop_sync.settings.report import Report


def validate(data: str | None, file: str | None, *, as_json: bool) -> int:
    """Exit 2 when there are errors; warnings do not count."""
    app = open_app(data)
    checked = app.settings_file.validated(_text(file) if file else None, Path(file).absolute().parent if file else None)
    _show(checked.report, file or str(app.settings_file.path), as_json=as_json, mappings=_mappings(checked.settings))
    return int(Exit.DONE if checked.report.ok else Exit.SETTINGS)


def install(data: str | None, file: str, *, as_json: bool) -> int:
    """Validates a file and makes it the installation's own; the former version is kept."""
    app = open_app(data)
    report = _saving(app, lambda: app.settings_file.save(_text(file), Path(file).absolute().parent))
    _show(report, str(app.settings_file.path), as_json=as_json, good="in force from now on")
    return int(Exit.DONE)


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
    app = open_app(data)
    report = _saving(app, lambda: app.settings_file.roll_back(number))
    _show(report, str(app.settings_file.path), as_json=as_json, good="in force from now on")
    return int(Exit.DONE)


def _saving(app: App, save: Callable[[], Report]) -> Report:
    with app.alone("config"):
        return save()


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
    report: Report,
    file: str,
    *,
    as_json: bool,
    mappings: Sequence[Mapping[str, str]] = (),
    good: str = "the settings are right",
) -> None:
    if as_json:
        show_json(
            {
                "ok": report.ok,
                "errors": [problem.as_dict() for problem in report.errors],
                "warnings": [problem.as_dict() for problem in report.warnings],
                "mappings": mappings,
            }
        )
        return
    for problem in report.errors:
        print(f"error: {problem}", file=sys.stderr)
    for problem in report.warnings:
        print(f"warning: {problem}", file=sys.stderr)
    if report.ok:
        for one in mappings:
            of, where = f" of {one['of']}" * bool(one["of"]), f", {one['file']}" * bool(one["file"])
            print(f"  {one['flow']}: mapping {one['version']} makes {one['resource']}{of}{where}")
        print(f"{file}: {good}.")
    else:
        print(f"{file}: {counted(len(report.errors), 'problem')}.", file=sys.stderr)

"""Builds what works on one export, from the settings: a run, a round, a preview. It decides nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from itertools import islice
from zoneinfo import ZoneInfo

from desktop_sync.builder import Tools
from desktop_sync.clock import zone_here
from desktop_sync.core.errors import RetryLater, SettingsError
from desktop_sync.core.events import Progress
from desktop_sync.core.exporting import Destination, DestinationOptions, wanted_name
from desktop_sync.core.periods import Window, due
from desktop_sync.core.ports import Token
from desktop_sync.core.report_names import for_each, free
from desktop_sync.core.reports import About, Report, Row
from desktop_sync.engine.export_delivery import ExportDelivery, Place
from desktop_sync.engine.export_run import ExportFlow, ExportRun, Making
from desktop_sync.engine.facade.exporting import Shown
from desktop_sync.parts import of
from desktop_sync.questions import Around, Question, question_of
from desktop_sync.settings.export_model import Export, ExportDestination
from desktop_sync.settings.model import Connection, Settings

Listen = Callable[[Progress], None]


@dataclass(slots=True)
class Exporter:
    """Builds one run of one export."""

    tools: Tools
    settings: Settings
    export: Export
    token: Token
    stack: ExitStack

    def build(self, run: int, listen: Listen) -> ExportRun:
        """The run of that number."""
        tools, flow = self.tools, self._flow()
        places = {one.id: one for one in flow.places}
        claim = self.stack.enter_context(tools.claims.name())
        delivery = ExportDelivery(self.export.id, places, tools.ledger, tools.spool, tools.clock, claim)
        self.stack.callback(delivery.close)
        return ExportRun(flow, run, tools.ledger, tools.spool, tools.clock, self.token, delivery, listen)

    def preview(self, most: int) -> Shown:
        """The report of the newest period, of at most ``most`` rows, and the first 50 of these. Nothing is remembered.

        Where every document has a file of its own, it is those of the first few. RetryLater when no period has ended
        yet, or the files are too large to be handed over.
        """
        flow = self._flow()
        window = self._newest(flow)
        made_at = datetime.fromtimestamp(self.tools.clock.now(), UTC)
        about = About(made_at, flow.title, flow.account(), window, flow.zone)
        making = flow.making()
        found = list(islice(making.ask(window), most + 1))
        rows = found[:most]
        files, notes = _drawn(making, rows, about)
        if sum(len(data) for _, data in files) > LARGEST_PREVIEW:
            raise RetryLater("This preview is too large to be shown.", "Look at fewer rows, or run the export.")
        columns, cells = self._cells(rows, about)
        days = (None, None) if window is None else window.days(flow.zone)
        each = bool(making.most_files and rows)
        return Shown(columns, cells, len(rows), len(found) <= most, notes, files, each, *days)

    def _cells(self, rows: list[Row], about: About) -> tuple[list[dict[str, str]], list[list[str]]]:
        """The first rows as the report shows them, in its order, whatever its kind."""
        from desktop_sync.reports.json_lines import JsonLines, JsonReportOptions
        from desktop_sync.reports.options import ReportOptions
        from desktop_sync.reports.templates import whole

        options = whole(of(self.export.report.options, ReportOptions))
        names = ReportOptions.model_fields
        same = {name: getattr(options, name) for name in names if name != "template"}
        lines = io.BytesIO()
        JsonLines(JsonReportOptions.model_construct(**same)).render(iter(rows), about, lines)
        told = [json.loads(line) for line in lines.getvalue().splitlines()[:_FIRST]]
        shown = [*options.group_by, *options.columns]
        columns = [{"name": one.name, "kind": one.kind} for one in shown]
        return columns, [[_text(row.get(one.name)) for one in shown] for row in told]

    def _newest(self, flow: ExportFlow) -> Window | None:
        if flow.window is None:
            return None
        now = datetime.fromtimestamp(flow.server_now(), UTC)
        last = self.tools.ledger.exports.last_end(flow.id) if flow.window.of == "since_last" else None
        found = list(due(flow.window, flow.zone, now, last))
        if not found:
            raise RetryLater("The period of this export has not ended yet.", "Choose another period to look at it.")
        return found[-1]

    def _flow(self) -> ExportFlow:
        export, zone = self.export, zone_of(self.export)
        connection = self.settings.connection_by_id[export.query.connection]
        question = question_of(Around(self.tools, connection, export, zone, self.token, self.stack))
        return ExportFlow(
            export.id, export.title, question.title, zone, export.empty, export.query.options.window,
            question.server_now, cache(lambda: self._making(question)),
            tuple(self._place(one) for one in export.destinations),
        )  # fmt: skip

    def _making(self, question: Question) -> Making:
        asked, most = question.asking(), _most_files(self.export)
        return Making(asked.rows, asked.reference, report_of(self.export), most, asked.notes, asked.documents)

    def _place(self, one: ExportDestination) -> Place:
        connection = self.settings.connection_by_id[one.connection]
        options = of(one.options, DestinationOptions)
        return Place(
            one.id,
            connection.title,
            connection.id,
            f"{one.type}:{connection.id}",
            options.name,
            options.below,
            options.sends_again,
            partial(self._opened, one, connection),
        )

    def _opened(self, one: ExportDestination, connection: Connection) -> Destination:
        return self.tools.parts.destination(one, connection, self.tools.clock, self.token.is_set)


def _drawn(making: Making, rows: list[Row], about: About) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The file of all of them, or the files of the first few, by name; and what there is to say of them."""
    files: list[tuple[str, bytes]] = []
    notes: dict[str, None] = {}
    template, parts = "{flow}", [(about, rows)]
    if making.most_files and rows:
        template = for_each(template, "")
        parts = [(replace(about, document=making.reference(one)), [one]) for one in rows[:FEW]]
    for part, shown in parts:
        file = io.BytesIO()
        rendered = making.report.render(shown, part, file)
        notes |= dict.fromkeys(rendered.notes)
        values = {"flow": about.flow, "reference": part.document}
        name = free(wanted_name("", template, making.report.ending, values), [name for name, _ in files])
        files.append((name, file.getvalue()))
    return files, [*making.notes(), *notes]


_FIRST = 50
FEW = 5
"""Files of one document each that a preview shows."""
LARGEST_PREVIEW = 8 * 2**20


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def zone_of(export: Export) -> ZoneInfo:
    """In which its periods are counted: its schedule's, else this machine's."""
    named = "" if export.schedule is None else export.schedule.zone
    return ZoneInfo(named) if named else zone_here()


def _most_files(export: Export) -> int:
    """Of a period, where every document has a file of its own; else 0."""
    from desktop_sync.reports.options import ReportOptions
    from desktop_sync.reports.templates import whole

    options = whole(of(export.report.options, ReportOptions))
    return options.most_files if options.files == "each" else 0


def report_of(export: Export) -> Report:
    """What renders it. Raises SettingsError for a template that is not there."""
    from desktop_sync.reports import REPORTS
    from desktop_sync.reports.options import ReportOptions
    from desktop_sync.reports.summary import Summarised

    report = REPORTS[export.report.type](export.report.options)
    shown = any(of(one.options, DestinationOptions).summary for one in export.destinations)
    return Summarised(report, of(export.report.options, ReportOptions)) if shown else report


def export_of(settings: Settings, export_id: str) -> Export:
    """SettingsError when there is none of that name."""
    found = settings.export_by_id.get(export_id)
    if found is None:
        known = ", ".join(settings.export_by_id) or "none"
        raise SettingsError(f'There is no export "{export_id}".', hint=f"The exports are: {known}.")
    return found

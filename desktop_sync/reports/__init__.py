"""Reports: rows become a file. One file and one line in this registry for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from desktop_sync.core.reports import Report
from desktop_sync.reports.delimited import Delimited, DelimitedReportOptions
from desktop_sync.reports.excel import Excel, ExcelReportOptions
from desktop_sync.reports.json_lines import Json, JsonLines, JsonLinesReportOptions, JsonReportOptions
from desktop_sync.reports.options import ReportOptions
from desktop_sync.reports.pdf import Pdf
from desktop_sync.reports.pdf_options import PdfReportOptions
from desktop_sync.reports.xml import Xml, XmlReportOptions

Made: TypeAlias = Callable[[Any], Report]
"""From options of the model below."""

REPORTS: Mapping[str, Made] = {
    "pdf": Pdf,
    "delimited": Delimited,
    "xml": Xml,
    "excel": Excel,
    "json": Json,
    "json_lines": JsonLines,
}
"""Type of a report → its class."""

OPTIONS: Mapping[str, type[ReportOptions]] = {
    "pdf": PdfReportOptions,
    "delimited": DelimitedReportOptions,
    "xml": XmlReportOptions,
    "excel": ExcelReportOptions,
    "json": JsonReportOptions,
    "json_lines": JsonLinesReportOptions,
}
"""Type of a report → the model of its options."""

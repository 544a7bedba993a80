"""Reads OpenMetrics by the strict parser of prometheus_client, as a monitoring system would."""

from __future__ import annotations

from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.samples import Sample


def samples(text: str) -> list[Sample]:
    """Every sample; ValueError for a text that is not valid."""
    families = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]  # the library has no types here
    return [sample for family in families for sample in family.samples]

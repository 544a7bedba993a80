"""Trying a mapping on samples before it is saved: put together of what formats, mapping and schemas do in a run."""

from desktop_sync.samples.samples import KEPT, LARGEST, Samples

__all__ = ["KEPT", "LARGEST", "Samples"]

"""What answers "what is new?".

The registry is literal, so that a frozen build finds every source and a type checker sees it.
"""

from __future__ import annotations

from desktop_sync.sources.files import Files, FilesOptions

SOURCES: dict[str, type[Files]] = {"files": Files}
"""Type of a source → its class, which is made from a store, the options below and a clock."""

OPTIONS: dict[str, type[FilesOptions]] = {"files": FilesOptions}
"""Type of a source → the model of its options."""

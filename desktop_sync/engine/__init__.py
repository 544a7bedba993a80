"""The engine: it owns the order of events, is given its connectors by hand, and imports none."""

"""The help: pages of ``resources/help``, shown where they are needed. It knows no engine."""

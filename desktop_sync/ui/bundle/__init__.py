"""The support bundle: what would leave, file by file, and where it was saved."""

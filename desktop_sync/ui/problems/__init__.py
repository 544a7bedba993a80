"""The page of problems: grouped by cause, with who can fix them and what to do."""

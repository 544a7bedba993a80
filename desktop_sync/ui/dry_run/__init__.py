"""A dry run over the main window: what a run would do, row by row; then exactly that, if somebody wants it."""

"""Editors of one table of a flow each: its schedule in words, its mapping beside a sample. The settings embed them."""

"""One document edited by a person: its fields as a tree, what is wrong with it, what is changed, and why."""

"""The ledger: one SQLite database of items, deliveries, requests, cursors, runs and problems.

They stand together because they must commit together. Plain SQL, only in this room.
"""

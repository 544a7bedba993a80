"""An Acme API that runs on this machine: for trying the program, for its tests, and for breaking things on purpose.

It stands alone: it knows `core` and the files of `resources/acme`, and no other room knows it.
"""

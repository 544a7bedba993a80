"""The settings dialog: connections, flows, exports, the installation, the desk itself.

What is edited is a draft (``draft.py``): plain tables that the engine checks, rewrites into the file's text and saves.
Forms are drawn from what the engine says of its options (``form.py``, ``editors.py``); no option's name stands here but
those by which connections and flows are told apart.
"""

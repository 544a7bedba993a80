"""The desk: tray icon, windows and dialogs. The only room that knows Qt; it sees the engine through its pipe alone.

``desk.py`` puts it together. Below it, each folder is one screen (overview, activity, problems, settings, …) and never
imports another (``editors/`` belongs to the settings); ``parts/`` holds what several of them are made of, ``link.py``
and ``picture.py`` what they are told.
No rule of the product stands here: what is shown was decided by the engine.
"""

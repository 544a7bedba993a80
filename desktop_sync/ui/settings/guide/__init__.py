"""The guide: a few calm pages to a first flow, over a draft of the settings. ``sheet.py`` leads through them."""

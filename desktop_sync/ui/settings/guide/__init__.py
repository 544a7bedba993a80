"""The guide: five calm pages to a first flow, over a draft of the settings. ``sheet.py`` leads through them."""

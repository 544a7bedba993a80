"""The activity screen: runs, files, documents and missed runs, however many there are."""

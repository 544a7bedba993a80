"""What came in a range of time is read once more, or its source is asked once more."""

"""What an export has made: its files, where they stand with each destination, and a period issued once more."""

"""What several screens are made of: cards, badges, empty places, bars for what went wrong. They know no engine."""

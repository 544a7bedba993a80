"""The settings: one TOML file of connections and flows, validated whole, saved with its history. Knows no connector."""

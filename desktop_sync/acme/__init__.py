"""The Acme cloud API as a target: profile, client, sign-in."""

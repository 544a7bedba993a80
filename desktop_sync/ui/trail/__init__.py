"""The trail of one document: from its place in a file to Acme's answer, and the proof that it was sent once."""

"""Scanning at the counter: files come one by one, are looked at while the citizen is present, and are handed in."""

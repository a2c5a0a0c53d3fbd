"""`Page` -> `Document`: which papers are in a scan, and what does each field say, with its evidence and its doubt."""

"""The papers that are known: one folder each, with `form.py` (one `FORM`) and `cases/`."""

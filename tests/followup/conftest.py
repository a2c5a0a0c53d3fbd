"""Makes `cases_made`, which lies beside this file, importable."""

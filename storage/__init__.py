"""The warehouse: dossiers, scans, pages, readings, register answers, resolutions, review tasks, records, changes."""

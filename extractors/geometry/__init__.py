"""Where on the page a value stands: rows, labels, columns, tables, boxes."""

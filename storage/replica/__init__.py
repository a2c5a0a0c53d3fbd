"""The replica: an agency's own extract of the population register in PostgreSQL."""

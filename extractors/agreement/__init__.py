"""What a paper says twice, and what papers say of each other: findings, never a changed value."""

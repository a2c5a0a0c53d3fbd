"""When the machine may decide, and what it puts right."""

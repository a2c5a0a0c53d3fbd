"""The verification station: staff settle in a browser what the machine may not."""

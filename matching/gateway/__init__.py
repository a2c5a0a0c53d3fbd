"""Both registers as a one-stop system reaches them, question by question."""

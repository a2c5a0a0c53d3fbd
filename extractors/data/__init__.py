"""Tables of law, numbers and places, each with its source in its header."""

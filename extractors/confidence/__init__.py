"""How likely a value is the true one, from what can be seen on the page and in the value."""

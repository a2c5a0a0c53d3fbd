"""One parser for each kind of value: text in, `Parsed` or a `Problem` out; nothing guessed or repaired in silence."""

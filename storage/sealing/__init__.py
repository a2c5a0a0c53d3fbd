"""Personal values and objects at rest: sealed under a key of whom they are about, wrapped by the master key."""

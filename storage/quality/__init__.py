"""How good what was accepted is: looked at again by people who do not see it, and stated with its bound."""

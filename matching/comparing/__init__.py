"""How a claim and a registered person are compared, thing by thing."""

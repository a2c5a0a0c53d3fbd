"""Whose phone it is: the dossier, the operators and the population register as three witnesses."""

"""Documents -> `Resolution`: whom a dossier is about, whose phone it names, what differs and why."""

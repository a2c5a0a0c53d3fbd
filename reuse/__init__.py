"""What is held, used again: which components of a procedure need not be asked for, which fields fill themselves."""

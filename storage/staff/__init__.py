"""Who works at the verification station: accounts, what each may do and where, log-ins and sessions."""

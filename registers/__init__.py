"""The outside world, mocked: the population database and the telco register as HTTP servers over invented people.

Nothing but HTTP ties this package to the rest; no other package imports it, and it imports none.
"""

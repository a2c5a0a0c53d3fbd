"""Rules that hold from one day to another, as the dated data files have them."""

from datetime import date


class Dated:
    """A row of such data."""

    __slots__ = ()
    valid_from: date
    valid_to: date | None  # the last day; None: in force until something else is known

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

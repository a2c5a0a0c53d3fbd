"""Cut, level and upright: from a scan as it lies to a page as it is read."""

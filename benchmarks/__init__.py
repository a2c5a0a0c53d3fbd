"""Measurements to be repeated by anyone: how well and how fast pages are read, and how long the whole road takes."""

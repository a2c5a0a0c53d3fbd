"""Extracts of the registers as packed columns and sorted keys, in one file that processes share."""

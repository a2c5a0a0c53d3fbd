"""Bytes of a stranger to page images: what a file is, what is odd about it, and its pages one by one."""

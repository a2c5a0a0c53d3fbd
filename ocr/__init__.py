"""Scan -> `Page`: images set upright and cleaned, read into words with boxes; QR and MRZ beside them."""

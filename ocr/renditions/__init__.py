"""What is made of a scan once it has been read: the two-layer archive copy, ALTO and hOCR. The scan itself stays."""

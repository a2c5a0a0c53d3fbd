"""Electronic signatures within scans that are PDFs (PAdES): what each of them proves, and what it does not."""

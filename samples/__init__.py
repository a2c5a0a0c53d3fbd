"""Invented people and their papers: a population, its telephones, and dossiers as scanned files, with their truth."""

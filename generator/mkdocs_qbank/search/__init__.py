"""Texts as words, postings and vectors: one reading of a bank for search, relations and duplicates."""

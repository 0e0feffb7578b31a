"""Markdown of strangers: parsed once, in workers, into clean HTML, words, links and headings."""

"""Untrusted Markdown, parsed once, in worker processes, into clean HTML, words, links and headings."""

"""Immutable, typed values shared by all stages; independent of files, processes and MkDocs."""

"""QBank: a question bank as code, published as a cross-linked MkDocs site."""

__version__ = "0.1.0"

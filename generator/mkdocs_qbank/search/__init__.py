"""Text as vectors: words, character n-grams and their weights."""

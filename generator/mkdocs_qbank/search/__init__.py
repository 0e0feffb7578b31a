"""Text as vectors: words and character n-grams, weighted by TF-IDF."""

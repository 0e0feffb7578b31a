"""Sentence embeddings, computed by a model that the owner of a bank names."""

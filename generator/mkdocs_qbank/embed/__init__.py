"""Sentence embeddings, computed with a model chosen by the owner of a bank."""

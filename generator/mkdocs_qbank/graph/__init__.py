"""A bank as one graph: its structure, its order, its map, and what it lacks."""

"""Other formats into drafts of questions, one module for each; `importers.py` lists them."""

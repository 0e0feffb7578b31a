"""The relations of a bank, each with its reason."""

"""From a Bank to its Relations, each with its reason."""

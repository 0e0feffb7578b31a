"""The command `qbank`."""

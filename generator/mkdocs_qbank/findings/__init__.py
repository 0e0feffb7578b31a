"""Findings as values, and the formats that they are printed in."""

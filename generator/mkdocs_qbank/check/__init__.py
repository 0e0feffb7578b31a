"""From a Bank to findings: what no file can tell by itself."""

"""From Pages to a site: the MkDocs plugin, the export to disk, and what both need from git and the theme."""

"""Publishing of a site: the MkDocs plugin, the export to disk, the search index and the security policy."""

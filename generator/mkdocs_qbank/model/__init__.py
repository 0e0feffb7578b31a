"""The values that every stage passes on: frozen, typed, and free of files, processes and MkDocs."""

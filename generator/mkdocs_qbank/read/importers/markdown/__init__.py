"""Importers of Markdown: lists of questions, files of one question, and folders of both."""

"""What a change does to a bank, as Markdown for its reviewers."""

"""From a content folder to pages and data: settings, history and the pipeline."""

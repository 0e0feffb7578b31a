"""The pages and data files of a site, rendered from a Bank and its Relations, independent of the site engine.

Everything that a page shows beyond its prose is in its front matter, below the key `qbank`, for the templates.
"""

"""From a Bank and its Relations to Pages, before any site engine sees them.

All that a page shows beyond its prose stands in its front matter, below the key `qbank`; the templates draw it.
"""

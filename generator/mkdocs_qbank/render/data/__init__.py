"""One module for each data file of a site; `render.site` lists them."""

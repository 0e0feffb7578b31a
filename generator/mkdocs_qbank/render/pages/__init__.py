"""One module for each kind of page; `render.site` lists them."""

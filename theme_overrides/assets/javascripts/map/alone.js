// Material's search loads the whole index with every page that has its form, which for a large bank is many times what
// the map takes; the map has a search of its own.
for (const part of document.querySelectorAll(".md-search, .md-header label[for=__search]")) part.remove();

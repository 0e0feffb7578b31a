/**
 * With navigation.instant the theme recreates each script of a page that it has fetched, and what is made by a script
 * is trusted. Only scripts that templates print are left for it: those have no address, and are known by their text.
 */
((trusted) => {
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (...given) {
    const parsed = parse.apply(this, given);
    for (const script of parsed.querySelectorAll("body script"))
      if (script.attributes.length || !trusted.includes(script.textContent)) script.remove();
    return parsed;
  };
})

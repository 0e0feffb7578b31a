/** The first script of every page: what it changes for scripts that are added rather than parsed. */
((trusted) => {
  // A script that is added may run after DOMContentLoaded; one that waits for that event is called all the same.
  const type = "DOMContentLoaded";
  let over = document.readyState !== "loading";
  document.addEventListener(type, () => (over = true));
  for (const target of [document, window]) {
    const listen = target.addEventListener;
    target.addEventListener = function (name, listener, options) {
      if (name !== type || !over || !listener) return listen.call(this, name, listener, options);
      queueMicrotask(() => {
        if (listener.handleEvent) listener.handleEvent(new Event(type));
        else listener.call(this, new Event(type));
      });
    };
  }
  // With navigation.instant the theme recreates each script of a page that it has fetched, and what is made by a script
  // is trusted. Only scripts that templates print are left for it: those have no address, and are known by their text.
  if (!trusted) return;
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (...given) {
    const parsed = parse.apply(this, given);
    for (const script of parsed.querySelectorAll("body script"))
      if (script.attributes.length || !trusted.includes(script.textContent)) script.remove();
    return parsed;
  };
})

/** The first script of every page: how scripts are added, and what it changes for those that are added rather than parsed. */
{
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
  // Adds a script element after the script that calls this.
  window.qbankAdd = (attributes, late) => {
    const here = document.currentScript;
    const script = document.createElement("script");
    script.async = false; // in the order of the page
    for (const [name, value] of attributes) script.setAttribute(name, value);
    const add = () => here.after(script);
    if (late && document.readyState === "loading") document.addEventListener(type, add);
    else add();
  };
}

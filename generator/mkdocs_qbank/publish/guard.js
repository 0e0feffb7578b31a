/** The first script of every page: how scripts are added, and what it changes for those that are added rather than parsed. */
{
  const type = "DOMContentLoaded";
  const page = document;
  // A script that is added may run after DOMContentLoaded; one that waits for that event is called all the same.
  let over = page.readyState !== "loading";
  page.addEventListener(type, () => (over = true));
  for (const target of [page, window]) {
    const listen = target.addEventListener;
    target.addEventListener = function (name, call, options) {
      if (name !== type || !over || !call) return listen.call(this, name, call, options);
      queueMicrotask(() => (call.handleEvent ? call.handleEvent(new Event(type)) : call.call(this, new Event(type))));
    };
  }
  // Adds a script element after the script that calls this.
  window.qbankAdd = (attributes, late) => {
    const here = page.currentScript;
    const script = page.createElement("script");
    script.async = false; // in the order of the page
    for (const pair of attributes) script.setAttribute(...pair);
    const add = () => here.after(script);
    late && page.readyState === "loading" ? page.addEventListener(type, add) : add();
  };
}

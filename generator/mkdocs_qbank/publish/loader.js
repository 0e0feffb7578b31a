/** Adds a script element where this script stands. */
((attributes, late) => {
  const here = document.currentScript;
  const script = document.createElement("script");
  script.async = false; // in the order of the page
  for (const [name, value] of attributes) script.setAttribute(name, value);
  const add = () => here.after(script);
  if (late && document.readyState === "loading") document.addEventListener("DOMContentLoaded", add);
  else add();
})

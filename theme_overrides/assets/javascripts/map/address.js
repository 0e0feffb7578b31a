/** What is seen, in the query of the address, so that a link to it can be given away. */

/** Reads it, and ticks in the form what it names; values that are not known are passed over. */
export function read(form) {
  const query = new URLSearchParams(location.search);
  for (const box of form.querySelectorAll("input")) box.checked = query.getAll(box.name).includes(box.value);
  const number = (name) => parseFloat(query.get(name));
  return { question: query.get("question"), to: query.get("to"), view: ["x", "y", "zoom"].map(number) };
}

export function write(form, { question, to }, view) {
  const query = new URLSearchParams(new FormData(form));
  if (question) query.set("question", question);
  if (to) query.set("to", to);
  if (!view.isWhole) {
    query.set("x", Math.round(view.x));
    query.set("y", Math.round(view.y));
    query.set("zoom", (view.scale / view.fit).toFixed(2));
  }
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

/** What a page shows, in the query of its address so that a link to it can be shared, and its filters as ticked boxes. */

/** Return the distinct values of each parameter by its name. */
export function parse(search) {
  const given = new URLSearchParams(search);
  return Object.fromEntries([...given.keys()].map((name) => [name, [...new Set(given.getAll(name))]]));
}

/** Return values, each one or a list, as a query that begins with a question mark; nothing if there are none. */
export function format(values) {
  const all = Object.entries(values).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return all.length ? `?${new URLSearchParams(all)}` : "";
}

export function boxesOf(form) {
  return [...form.elements].filter(({ type }) => type === "checkbox");
}

/** Tick the boxes that filters name, and open the folds they are in. Values without a box are ignored. */
export function tick(form, filters) {
  for (const box of boxesOf(form)) {
    box.checked = filters[box.name]?.includes(box.value) ?? false;
    const fold = box.closest("fieldset details");
    if (box.checked && fold) fold.open = true;
  }
}

/** Return the ticked values by the name of their box. */
export function ticked(form) {
  const filters = {};
  for (const { name, value, checked } of boxesOf(form)) if (checked) (filters[name] ??= []).push(value);
  return filters;
}

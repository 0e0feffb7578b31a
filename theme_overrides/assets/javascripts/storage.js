/** What the browser keeps for this site, by name. Keys bear the path of the site, since sites of one host share storage. */

const { pathname } = new URL("../../", import.meta.url);

/** Return what is kept, or the fallback if nothing is, or nothing may be. */
export function kept(name, fallback = null) {
  try {
    return JSON.parse(localStorage.getItem(`${pathname}.qb.${name}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keep a value; where nothing may be stored, it holds for this page only. */
export function keep(name, value) {
  try {
    localStorage.setItem(`${pathname}.qb.${name}`, JSON.stringify(value));
  } catch {
    // The page does without.
  }
}

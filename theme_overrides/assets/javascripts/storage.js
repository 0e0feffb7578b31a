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

/** Keep a value; return whether it is kept. Where nothing may be stored, or no more, it holds for this page only. */
export function keep(name, value) {
  try {
    localStorage.setItem(`${pathname}.qb.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Call a function with what another tab of this site keeps by a name, whenever it does. */
export function whenKept(name, call) {
  addEventListener("storage", ({ key }) => key === `${pathname}.qb.${name}` && call(kept(name)));
}

/** Words in kebab-case, which ids and tags are. */

export const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Return the words of a text in kebab-case. */
export function kebab(text) {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-");
}

/** Words in kebab-case, which ids and tags are. */

export const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What tells words apart that have the same letters, as in `C++`, `C#` and `.NET`; as in `read/values.py`. */
const SIGNS = /[+#*@%^=~<>|\\$]|[^\x00-\x7f]|^\.(?=\w)/;

/** Return the words of a text in kebab-case, or nothing where they would lose a sign. */
export function kebab(text) {
  if (SIGNS.test(text.replace(/^#+/, ""))) return "";
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-");
}

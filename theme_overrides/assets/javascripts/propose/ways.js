/** The addresses at GitHub that take a question along. */

/** The longest address in bytes: RFC 9110 recommends support of 8,000, and GitHub answers longer ones with an error. */
export const LONGEST = 8000;

/**
 * Return the address that makes a new file; `whole` says whether it has the text, which is otherwise too long.
 * @param {string} folder the address of the topics' folder, for new files
 */
export function fileAddress(folder, topic, id, text) {
  const address = new URL(encodeURIComponent(topic), folder);
  address.searchParams.set("filename", `${id}.md`);
  const bare = address.href;
  address.searchParams.set("value", text);
  return address.href.length <= LONGEST ? { href: address.href, whole: true } : { href: bare, whole: false };
}

/**
 * Return the address of the issue form, filled in, and the fields whose texts are too long for it, the question too.
 * @param {Object<string, string>} texts by field; the title of the issue is the question
 * @param {string[]} fields the fields of the form
 */
export function issueAddress(form, texts, fields) {
  const address = new URL(form);
  const left = [];
  const parts = ["question", ...fields].filter((field) => texts[field]);
  const nameOf = (field) => (field === "question" ? "title" : field);
  for (const field of parts) address.searchParams.set(nameOf(field), texts[field]);
  const size = (field) => new URLSearchParams({ [field]: texts[field] }).toString().length;
  for (const longest of parts.toSorted((a, b) => size(b) - size(a))) {
    if (address.href.length <= LONGEST) break;
    address.searchParams.delete(nameOf(longest));
    left.push(longest);
  }
  return { href: address.href, left };
}

/**
 * Marks on a page the words by which it was found, as `?highlight=word` says, and takes them out of the address.
 *
 * What marks them is loaded only where the address asks for it.
 */

const address = new URL(location.href);
const wanted = address.searchParams.getAll("highlight");
if (wanted.length) {
  address.searchParams.delete("highlight");
  const shown = import("./marks.js").then(({ show }) => show(wanted));
  shown.catch(console.warn).then(() => history.replaceState(history.state, "", address));
}

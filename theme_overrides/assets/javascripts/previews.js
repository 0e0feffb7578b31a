/**
 * A preview of the question that a link leads to, while a pointer rests on the link or the keyboard focuses it.
 *
 * It can be pointed at, goes with Escape, and is not shown for touch, where a tap should open the page.
 */

import { shardAt, shardOf } from "./shards.js";
import { idOf, make, ROOT } from "./site.js";

const PAUSE = 300; // milliseconds that a pointer rests
const LEAVE = 200; // milliseconds to get from the link to the preview
const GAP = 6; // pixels
const QUESTION = /^questions\/[^/]+\/$/;

const box = make("div", { class: "qb-preview", id: "qb-preview", role: "tooltip", popover: "manual" });
let current; // the link whose preview is shown or on its way
let opening;
let closing;
let placed; // where the link was on the screen when the preview was put beside it

const within = document.querySelector("main");
within.addEventListener("pointerover", (event) => event.pointerType === "mouse" && intend(event.target, PAUSE));
within.addEventListener("pointerout", (event) => event.pointerType === "mouse" && leave(event.relatedTarget));
within.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && intend(event.target, 0));
within.addEventListener("focusout", hide);
box.addEventListener("pointerleave", (event) => leave(event.relatedTarget));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) hide();
});
addEventListener("scroll", scrolled, { capture: true, passive: true });

/** Return the id of the question that a link leads to, unless the page is its own. */
export function questionOf(address, here = location) {
  const { origin, pathname } = new URL(address);
  const path = pathname.slice(ROOT.pathname.length);
  const known = origin === ROOT.origin && pathname.startsWith(ROOT.pathname) && QUESTION.test(path);
  return known && pathname !== here.pathname ? idOf(pathname) : null;
}

function intend(target, pause) {
  const link = target.closest?.("a[href]");
  const id = link && questionOf(link.href);
  if (!id) return;
  if (link === current) return clearTimeout(closing);
  hide();
  current = link;
  opening = setTimeout(() => show(link, id), pause);
}

/** Hide the preview in a moment, unless the pointer goes to it or back to its link meanwhile, or the keyboard is there. */
function leave(to) {
  clearTimeout(closing);
  if (!current || current.contains(to) || box.contains(to) || current.matches(":focus-visible")) return;
  if (box.isConnected) closing = setTimeout(hide, LEAVE);
  else hide();
}

function hide() {
  clearTimeout(opening);
  clearTimeout(closing);
  current?.removeAttribute("aria-describedby");
  current = null;
  box.remove();
}

/** Hide the preview when its link moves away from it; to focus a link may scroll, before there is a preview. */
function scrolled() {
  if (box.isConnected && Math.abs(current.getBoundingClientRect().top - placed) > GAP) hide();
}

async function show(link, id) {
  const shard = await shardAt(shardOf(id)).catch(() => ({}));
  if (current !== link || !Object.hasOwn(shard, id)) return;
  const [title, difficulty, summary] = shard[id];
  box.replaceChildren(make("strong", {}, title), make("small", {}, difficulty), make("p", {}, summary));
  within.append(box);
  box.showPopover?.();
  link.setAttribute("aria-describedby", box.id);
  place(link.getBoundingClientRect());
}

/** Put the preview below the link, or above where there is more room; all of it is on the screen. */
function place({ left, top, bottom }) {
  placed = top;
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = bottom + GAP + height <= innerHeight || top < innerHeight - bottom;
  box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  const down = below ? bottom + GAP : top - GAP - height;
  box.style.top = `${Math.max(GAP, Math.min(down, innerHeight - height - GAP))}px`;
}

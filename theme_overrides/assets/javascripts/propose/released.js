/** What waits until no pointer is down: a button that moves away between its press and its release is not clicked. */

let pressed = false;
let waiting = [];

addEventListener("pointerdown", () => (pressed = true), true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, release, true);

function release() {
  pressed = false;
  for (const call of waiting) setTimeout(call); // after the click
  waiting = [];
}

/** Call a function soon, but not while a pointer is down. */
export function whenReleased(call) {
  if (pressed) waiting.push(call);
  else setTimeout(call);
}

/* What is to be looked at on a page? All of it once it is there, and what is put into it later (uploads.js). */

/* look: called with what is new on the page. */
export function whenShown(look) {
  document.addEventListener("DOMContentLoaded", () => look(document));
  document.addEventListener("wj:shown", (event) => look(event.target));
}

/* Says that this was put into the page. */
export function sayShown(place) {
  place.dispatchEvent(new Event("wj:shown", { bubbles: true }));
}

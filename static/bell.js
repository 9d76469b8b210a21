/* How many notifications are unread? Counted anew once a minute while somebody looks, and when they come back to
   the page. Where more have come the worklist is fetched anew, unless somebody is about something in it. A session
   that has ended answers with a redirect: then nobody asks any more. */

import { sayShown } from "./shown.js";

const MINUTE = 60_000;

async function countUnread(bell) {
  if (document.visibilityState !== "visible" || Date.now() - Number(bell.dataset.counted || 0) < MINUTE / 2) return;
  bell.dataset.counted = String(Date.now());
  const answer = await fetch(bell.dataset.unread, { redirect: "manual" }).catch(() => null);
  if (answer && !answer.ok) {
    delete bell.dataset.unread;
    return;
  }
  if (!answer) return;
  const { unread } = await answer.json();
  const badge = bell.querySelector(".wj-unread");
  const before = badge.hidden ? 0 : Number.parseInt(badge.firstElementChild.textContent, 10);
  badge.firstElementChild.textContent = unread < 100 ? String(unread) : "99+";
  badge.hidden = !unread;
  if (unread > before && !isBusy()) document.body.dispatchEvent(new Event("wj-came"));
}

/* Whether somebody types, has chosen or unfolded something in their worklist, or is being asked. */
function isBusy() {
  const own = ":is(input:focus, input:not([data-choose], .wj-heap *):checked, details[open])";
  return Boolean(document.querySelector(`#to-do ${own}, dialog[open]`));
}

document.addEventListener("htmx:after:swap", () => {
  const list = document.getElementById("to-do");
  if (list) sayShown(list);
});

document.addEventListener("DOMContentLoaded", () => {
  const bell = document.querySelector("[data-unread]");
  if (!bell) return;
  bell.dataset.counted = String(Date.now());
  const count = () => { if (bell.dataset.unread) countUnread(bell); };
  setInterval(count, MINUTE);
  document.addEventListener("visibilitychange", count);
});

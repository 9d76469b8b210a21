/* Which rows are chosen? One box chooses them all. Strict CSP. */

"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const all of document.querySelectorAll("input[data-choose]")) {
    const boxes = Array.from(all.closest("table").querySelectorAll("tbody input[name=number]"));
    all.hidden = boxes.length < 2;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
  }
});

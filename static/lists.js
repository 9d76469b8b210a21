/* Which rows are there, and which are chosen? One box chooses them all; on a phone the filters that narrow nothing
   are folded until they are wanted, so that the first row is in sight. Strict CSP. */

document.addEventListener("DOMContentLoaded", () => {
  for (const all of document.querySelectorAll("input[data-choose]")) {
    const boxes = Array.from(all.closest("table").querySelectorAll("tbody input[name=number]"));
    all.hidden = boxes.length < 2;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
  }
  if (!window.matchMedia("(max-width: 760px)").matches) return;
  for (const form of document.querySelectorAll(".wj-filters:has(.wj-filters-unfold)")) {
    const button = form.querySelector(".wj-filters-unfold");
    form.classList.add("wj-folded");
    button.hidden = false;
    button.addEventListener("click", () => {
      const folded = form.classList.toggle("wj-folded");
      button.setAttribute("aria-expanded", String(!folded));
    });
  }
});

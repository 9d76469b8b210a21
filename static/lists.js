/* Which rows are there, and which are chosen? One box chooses them all; many in one row count those of them that are
   ticked; without any there is nothing to send; on a phone the filters that narrow nothing
   are folded until they are wanted, so that the first row is in sight; what was folded stays so. Strict CSP. */

import { whenShown } from "./shown.js";

whenShown((root) => {
  for (const all of root.querySelectorAll("input[data-choose]")) {
    const boxes = Array.from(all.closest("table").querySelectorAll("tbody input[name=number]"));
    const table = all.closest("table");
    const agree = () => {
      all.checked = boxes.every((box) => box.checked);
      all.indeterminate = !all.checked && boxes.some((box) => box.checked);
    };
    all.hidden = boxes.length < 2;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
    });
    table.addEventListener("change", agree);
    agree();
  }
  for (const form of root.querySelectorAll("form.wj-several")) {
    const boxes = Array.from(form.elements).filter((one) => one.name === "number");
    const count = () => {
      const ticked = boxes.some((box) => box.checked);
      for (const button of form.querySelectorAll("button")) button.disabled = !ticked;
    };
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    count();
  }
  for (const heap of root.querySelectorAll(".wj-heap")) {
    const summary = heap.querySelector("[data-counted]");
    const count = () => {
      const ticked = heap.querySelectorAll("input[name=number]:checked").length;
      summary.textContent = summary.dataset.counted.replace("{n}", ticked);
      heap.querySelector("button").disabled = !ticked;
    };
    heap.closest("table").addEventListener("change", count);
    count();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const narrow = window.matchMedia("(max-width: 760px)").matches;
  for (const part of document.querySelectorAll("details[data-fold]")) {
    const folded = `folded ${part.dataset.fold}`;
    part.open = !narrow && !localStorage.getItem(folded);
    part.addEventListener("toggle", () => {
      if (part.open) localStorage.removeItem(folded);
      else if (!narrow) localStorage.setItem(folded, "1");
    });
  }
  if (!narrow) return;
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

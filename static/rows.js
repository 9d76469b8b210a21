/* How many rows of a form are shown? Those that something stands in, and one more whenever it is asked for: each
   empty row waits behind the button that adds it. Without this file all rows stand open. Strict CSP. */

import { whenShown } from "./shown.js";

function isEmpty(row) {
  if (row.querySelector(".wj-error")) return false;
  return Array.from(row.querySelectorAll("input, select, textarea")).every((field) => {
    if (field.type === "checkbox" || field.type === "radio") return !field.checked;
    return field.options ? field.selectedIndex <= 0 : !field.value;
  });
}

/* Of the empty rows that follow one another none is shown, and the first can be added. */
function fold(button) {
  const row = button.nextElementSibling;
  row.hidden = isEmpty(row);
  const before = button.previousElementSibling;
  const waits = before?.hidden && before.dataset.spare === row.dataset.spare;
  button.hidden = !row.hidden || waits;
}

function add(button) {
  const row = button.nextElementSibling;
  button.hidden = true;
  row.hidden = false;
  const next = row.nextElementSibling;
  if (next?.matches("[data-add]") && next.nextElementSibling.hidden) next.hidden = false;
  row.querySelector("input, select, textarea")?.focus();
}

whenShown((root) => {
  for (const button of root.querySelectorAll("[data-add]")) {
    fold(button);
    button.addEventListener("click", () => add(button));
  }
});

/* How is nothing lost that was typed? A form with data-draft is kept in this tab, for this person in this
   organisation, until it has been taken, and put back where the page says what it said then. Passwords, files and what a field marks with data-private are not kept,
   nor what was refused: that stands in the form that was sent back, and nowhere later. */

import { isLook } from "./forms.js";
import { whenShown } from "./shown.js";

function draftKey(form) {
  return `draft ${document.body.dataset.key} ${location.pathname} ${form.dataset.draft}`;
}

function typed(form) {
  return Array.from(form.elements).filter(
    (field) =>
      field.name &&
      !["password", "file", "submit"].includes(field.type) &&
      !("private" in field.dataset) &&
      (field.type !== "hidden" || "kept" in field.dataset),
  );
}

function written(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  if (field.type === "select-multiple") return Array.from(field.selectedOptions, (option) => option.value);
  return field.value;
}

function write(field, value) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.type === "select-multiple") {
    for (const option of field.options) option.selected = value.includes(option.value);
  } else field.value = value;
}

/* What the page itself says in a field; null where that is the time of day. */
function said(field) {
  if (["datetime-local", "time"].includes(field.type)) return null;
  if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked;
  if (field.options) return Array.from(field.options).filter((one) => one.defaultSelected).map((one) => one.value);
  return field.defaultValue;
}

function keep(form) {
  const values = typed(form).map((field) => [field.name, isRefused(field) ? null : written(field), said(field)]);
  sessionStorage.setItem(draftKey(form), JSON.stringify(values));
}

function isRefused(field) {
  return "refused" in field.dataset && field.dataset.refused === JSON.stringify(written(field));
}

/* What stands in a form that was sent back, and is wrong, is no draft until it is typed anew. */
function leaveOutRefused(form) {
  for (const field of typed(form)) {
    if (field.matches(".is-invalid, [aria-invalid=true]")) field.dataset.refused = JSON.stringify(written(field));
  }
  if (sessionStorage.getItem(draftKey(form))) keep(form);
}

function putBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(draftKey(form)) || "null");
  if (!kept || "bound" in form.dataset) return;
  for (const [place, field] of typed(form).entries()) {
    const [name, value, before] = kept[place] || [];
    // What somebody else has saved meanwhile is not covered by what was typed before.
    const untouched = JSON.stringify(before) === JSON.stringify(said(field));
    if (name === field.name && value !== null && untouched) write(field, value);
  }
  form.querySelector(".wj-kept").hidden = false;
}

function startAfresh(form) {
  sessionStorage.removeItem(draftKey(form));
  form.reset();
  form.querySelector(".wj-kept").hidden = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/* A draft that was sent and whose form did not come back has been taken: forget it. Not so where the page says
   that something went wrong, or is nobody's: the log-in, where somebody stands whose session ended meanwhile. */
function forgetTaken(here) {
  const well = document.body.dataset.key && !document.querySelector("main .alert-danger");
  for (const sent of Object.keys(sessionStorage).filter((key) => key.startsWith("sent "))) {
    const key = sent.slice("sent ".length);
    if (well && !here.includes(key)) sessionStorage.removeItem(key);
    sessionStorage.removeItem(sent);
  }
}

/* What somebody else typed in this tab before is not for whoever is here now. */
function forgetOthers() {
  const [person] = (document.body.dataset.key || "").split("-");
  if (!person) return;
  for (const key of Object.keys(sessionStorage)) {
    if (/^(sent )?draft /.test(key) && !key.includes(`draft ${person}-`)) sessionStorage.removeItem(key);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (isLook(event)) return;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return; // a field may be called "method"
  if ("forget" in form.dataset) sessionStorage.clear();
  if (form.dataset.draft) sessionStorage.setItem(`sent ${draftKey(form)}`, "1");
});

/* It did not get there after all (uploads.js): the draft stays. */
export function notSent(form) {
  sessionStorage.removeItem(`sent ${draftKey(form)}`);
}

function lookForDrafts(root) {
  const forms = Array.from(root.querySelectorAll("form[data-draft]"));
  forgetTaken(forms.map(draftKey));
  forgetOthers();
  for (const form of forms) {
    putBack(form);
    if ("bound" in form.dataset) leaveOutRefused(form);
    form.addEventListener("input", () => keep(form));
    form.querySelector(".wj-kept button").addEventListener("click", () => startAfresh(form));
  }
}

whenShown(lookForDrafts);

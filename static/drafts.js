/* How is nothing lost that was typed? A form with data-draft is kept, for this person in this organisation, until it has been taken,
   and put back where the page says what it said then: in this tab, and with its files sealed in the browser (kept.js), so that it
   outlasts a log-out. Where there is no network it waits there to be sent. Passwords, films and what a field marks with data-private
   are not kept, nor what was refused: that stands in the form that was sent back, and nowhere later. */

import { isFilm } from "./films.js";
import { isLook, unlock } from "./forms.js";
import { drop, dropOld, get, put, waiting } from "./kept.js";
import { whenShown } from "./shown.js";

/* More than this of files is not kept. */
const MOST = 60 * 1024 * 1024;

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

/* What was kept of a form's fields, field by field: several of one name in their order. */
function byName(kept) {
  const left = new Map();
  for (const one of kept) left.set(one[0], [...(left.get(one[0]) || []), one]);
  return (field) => left.get(field.name)?.shift() || [];
}

/* A form that was sent back says what was typed: what its page said before that is known from what was kept. */
function valuesOf(form) {
  const earlier = byName("bound" in form.dataset ? JSON.parse(sessionStorage.getItem(draftKey(form)) || "[]") : []);
  return typed(form).map((field) => {
    const [, , before = said(field)] = earlier(field);
    return [field.name, isRefused(field) ? null : written(field), before];
  });
}

function keep(form) {
  const values = valuesOf(form);
  sessionStorage.setItem(draftKey(form), JSON.stringify(values));
  put(draftKey(form), { values });
}

const filesKey = (form) => `${draftKey(form)} files`;
const fileFields = (form) => Array.from(form.querySelectorAll("input[type=file][name]:not([data-private])"));

function keepFiles(form) {
  const chosen = fileFields(form).flatMap((field) => Array.from(field.files, (file) => [field.name, file]));
  const those = chosen.filter(([_name, file]) => !isFilm(file));
  const large = those.reduce((sum, [_name, file]) => sum + file.size, 0) > MOST;
  if (large || !those.length) drop(filesKey(form));
  else put(filesKey(form), those.map(([name]) => name), those.map(([_name, file]) => file));
}

/* Into fields where nothing was chosen meanwhile. */
async function putFilesBack(form) {
  const kept = await get(filesKey(form));
  if (!kept || "bound" in form.dataset) return;
  for (const field of fileFields(form)) {
    const box = new DataTransfer();
    kept.files.filter((_file, place) => kept.told[place] === field.name).forEach((file) => box.items.add(file));
    if (!box.files.length || field.files.length) continue;
    field.files = box.files;
    field.dispatchEvent(new Event("change"));
    form.querySelector(".wj-kept").hidden = false;
  }
}

function forget(form) {
  sessionStorage.removeItem(draftKey(form));
  drop(draftKey(form));
  drop(filesKey(form));
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

async function putBack(form) {
  const inThisTab = () => sessionStorage.getItem(draftKey(form));
  const kept = inThisTab() ? JSON.parse(inThisTab()) : (await get(draftKey(form)))?.told.values;
  if (!kept || "bound" in form.dataset) return;
  const of = byName(kept);
  for (const field of typed(form)) {
    const [name, value, before] = of(field);
    // What somebody else has saved meanwhile is not covered by what was typed before.
    const untouched = JSON.stringify(before) === JSON.stringify(said(field));
    if (name === field.name && value !== null && untouched) write(field, value);
  }
  form.querySelector(".wj-kept").hidden = false;
}

function startAfresh(form) {
  forget(form);
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
    if (well && !here.includes(key)) [key, `${key} files`].forEach((one) => (sessionStorage.removeItem(one), drop(one)));
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
  if (form.dataset.draft && !navigator.onLine) {
    event.preventDefault();
    wait(form, event.submitter);
    return;
  }
  if (form.dataset.draft) sessionStorage.setItem(`sent ${draftKey(form)}`, "1");
});

/* Without a network it is kept, and sent once there is one: by this page, or by the person when they come back. Whether they may
   is asked by the server then. It is said once it lies there: whoever reads it may leave. */
async function wait(form, pressed) {
  unlock(form);
  addEventListener("online", () => form.isConnected && form.requestSubmit(pressed), { once: true });
  await put(draftKey(form), { values: valuesOf(form), title: headed(), path: location.pathname + location.search }, [], true);
  const told = form.querySelector(".wj-offline");
  told.hidden = false;
  told.focus();
}

/* What the page says at its top: what is done, and of what. */
function headed() {
  return Array.from(document.querySelectorAll("main h1, main h1 + p"), (part) => part.textContent.trim()).join(" · ");
}

/* What was to be sent on another page. */
async function tellWhatWaits() {
  const place = document.querySelector(".wj-waiting");
  const elsewhere = ((place && (await waiting())) || []).filter(({ path }) => path !== location.pathname + location.search);
  if (!elsewhere.length) return;
  place.querySelector("ul").replaceChildren(...elsewhere.map(({ title, path }) => {
    const line = document.createElement("li"), link = document.createElement("a");
    [link.href, link.textContent] = [path, title];
    line.append(link);
    return line;
  }));
  place.hidden = false;
}

/* It did not get there after all (uploads.js): the draft stays. */
export function notSent(form) {
  sessionStorage.removeItem(`sent ${draftKey(form)}`);
}

function lookForDrafts(root) {
  const forms = Array.from(root.querySelectorAll("form[data-draft]"));
  forgetTaken(forms.map(draftKey));
  forgetOthers();
  tellWhatWaits();
  dropOld();
  for (const form of forms) {
    putBack(form);
    putFilesBack(form);
    if ("bound" in form.dataset) leaveOutRefused(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("wj:files", () => keepFiles(form));
    form.querySelector(".wj-kept button").addEventListener("click", () => startAfresh(form));
  }
}

whenShown(lookForDrafts);

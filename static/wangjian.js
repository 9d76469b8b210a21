/* What does the page do by itself? Lists dropped files, asks before a deed, keeps what was typed. Strict CSP. */

"use strict";

/* Chosen files with size, small picture and, where one is too large, the sentence that says so. */
document.addEventListener("alpine:init", () => {
  Alpine.data("fileDrop", () => ({
    files: [],
    look(event) {
      const { limit, tooLarge } = this.$root.dataset;
      const input = event.target;
      this.files = Array.from(input.files, (file) => ({
        name: file.name,
        size: written(file.size),
        picture: "",
        problem: file.size > Number(limit) ? tooLarge : "",
      }));
      input.setCustomValidity(this.files.some((file) => file.problem) ? tooLarge : "");
      Array.from(input.files).forEach((file, place) => this.preview(file, place));
    },
    preview(file, place) {
      if (!file.type.startsWith("image/") || this.files[place].problem) return;
      const reader = new FileReader();
      reader.onload = () => { this.files[place].picture = reader.result; };
      reader.readAsDataURL(file);
    },
  }));
});

function written(bytes) {
  const [divisor, unit] = bytes < 1024 * 1024 ? [1024, "kilobyte"] : [1024 * 1024, "megabyte"];
  const style = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / divisor);
}

/* A form with data-confirm asks first; every form is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  const wrong = form.querySelector("input[type=file]:invalid");
  if (form.dataset.sent || wrong) {
    event.preventDefault();
    wrong?.focus();
    return;
  }
  if (form.method !== "post") return;
  if ("forget" in form.dataset) sessionStorage.clear();
  if (form.dataset.draft) sessionStorage.setItem(`sent ${draftKey(form)}`, "1");
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});

/* A page that the browser brings back from its memory must not stay locked. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

function ask(form, submitter) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-text").textContent = form.dataset.confirm;
  dialog.returnValue = "no";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  };
  dialog.showModal();
}

/* Drafts: kept in this tab, for this person in this organisation, until the form has been taken.
   Passwords, files and what a field marks with data-private are never kept. */
function draftKey(form) {
  return `draft ${document.body.dataset.key} ${location.pathname} ${form.dataset.draft}`;
}

function typed(form) {
  return Array.from(form.elements).filter(
    (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type) && !("private" in field.dataset),
  );
}

function keep(form) {
  const values = typed(form).map((field) => [field.name, field.value, field.checked]);
  sessionStorage.setItem(draftKey(form), JSON.stringify(values));
}

function putBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(draftKey(form)) || "null");
  if (!kept || "bound" in form.dataset) return;
  for (const [place, field] of typed(form).entries()) {
    const [name, value, checked] = kept[place] || [];
    if (name !== field.name) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = checked;
    else field.value = value;
  }
  form.querySelector(".wj-kept").hidden = false;
}

function startAfresh(form) {
  sessionStorage.removeItem(draftKey(form));
  form.reset();
  form.querySelector(".wj-kept").hidden = true;
}

document.addEventListener("DOMContentLoaded", () => {
  const forms = Array.from(document.querySelectorAll("form[data-draft]"));
  const here = forms.map(draftKey);
  /* A draft that was sent and whose form did not come back has been taken: forget it. */
  for (const sent of Object.keys(sessionStorage).filter((key) => key.startsWith("sent "))) {
    const key = sent.slice("sent ".length);
    if (!here.includes(key)) sessionStorage.removeItem(key);
    sessionStorage.removeItem(sent);
  }
  for (const form of forms) {
    putBack(form);
    form.addEventListener("input", () => keep(form));
    form.querySelector(".wj-kept button").addEventListener("click", () => startAfresh(form));
  }
  document.querySelector("[data-focus]")?.focus();
});

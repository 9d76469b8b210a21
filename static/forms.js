/* How is a form sent? Once, after a question where it asks one. Strict CSP. */

import { whenShown } from "./shown.js";

/* A form with data-confirm asks first, unless its button has data-plain; every form is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") === "dialog") return; // form.method may be a field of that name
  if (isLook(event)) return;
  if (form.dataset.confirm && !form.dataset.confirmed && !event.submitter?.hasAttribute("data-plain")) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  /* Only what uploads.js found wrong with a file: what else is wrong or missing the server says, all at once. */
  const wrong = Array.from(form.querySelectorAll("input[type=file]")).find((field) => field.validity.customError);
  if (form.dataset.sent || wrong) {
    event.preventDefault();
    wrong?.focus();
    return;
  }
  if (form.getAttribute("method") !== "post") return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});

/* Whether a form is only looked at as it will be (data-look), not sent. */
export function isLook(event) {
  return Boolean(event.submitter?.hasAttribute("data-look"));
}

/* What a step that asks nothing more will bring about is shown at once. */
whenShown((root) => {
  const look = root.querySelector("[data-look=now]");
  look?.form.requestSubmit(look);
  if (look) look.hidden = true;
  root.querySelector("[name=foreseen]")?.addEventListener("load", (event) => fit(event.target));
});

/* A frame is as tall as what stands in it, and shows when the keys scroll it. */
function fit(frame) {
  if (frame.contentDocument.location.href === "about:blank") return;
  frame.previousElementSibling.hidden = true;
  frame.contentWindow.addEventListener("focus", () => frame.classList.add("wj-scrolled"));
  frame.contentWindow.addEventListener("blur", () => frame.classList.remove("wj-scrolled"));
  frame.style.height = "";
  frame.style.height = `${frame.contentDocument.documentElement.scrollHeight}px`;
}

/* A page that the browser brings back from its memory must not stay locked. */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(unlock);
});

/* What was not sent after all may be sent again. */
export function unlock(form) {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}

function ask(asking, button) {
  const dialog = document.getElementById("confirm");
  const rows = chosen(asking);
  document.getElementById("confirm-text").textContent = question(asking, button, rows.length);
  document.getElementById("confirm-which").replaceChildren(...rows.map(named));
  dialog.toggleAttribute("data-named", Boolean(asking.id));
  dialog.returnValue = "no";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    const form = asking.isConnected ? asking : document.getElementById(asking.id);
    if (!form) return; /* the page has gone on, and says why there is nothing left to ask */
    const submitter = form === asking ? button : form.querySelector("button");
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  };
  dialog.showModal();
}

/* The rows that are chosen for a form, folded ones among them. */
function chosen(form) {
  return Array.from(form.elements).filter((field) => field.name === "number" && field.checked);
}

/* One of them as the question names it: nobody agrees to what they have not seen. */
function named(field) {
  const cell = field.closest("tr").querySelector(".wj-cell-title");
  const line = document.createElement("li");
  line.textContent = Array.from(cell.children, (each) => each.textContent.trim()).join(" · ");
  return line;
}

/* What a question leaves open: which button was pressed, and how many rows are chosen. */
function question(form, submitter, n) {
  const known = { step: submitter?.textContent.trim() ?? "", n };
  return form.dataset.confirm.replace(/\{(step|n)\}/g, (_place, name) => known[name]);
}

/* What a page fetches anew by itself waits until an open question is answered, unless the form that asks is found again by its id. */
document.addEventListener("htmx:before:swap", (event) => {
  if (document.querySelector("#confirm[open]:not([data-named])")) event.preventDefault();
});

whenShown((root) => root.querySelector("[data-focus]")?.focus());

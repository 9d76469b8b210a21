/* How do files get to the server? Gathered in their field, looked at before they are sent, sent with a bar that
   can be stopped. Without this script the browser sends the form by itself. */

import { notSent } from "./drafts.js";
import { bringFilm, filmsOf, isFilm } from "./films.js";
import { isLook, unlock } from "./forms.js";
import { sayShown } from "./shown.js";

/* The files gathered in a field; Alpine must not wrap them. */
const gathered = new WeakMap();
const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/* A field for files: each with its size, a small picture, what is wrong with it, and a button to take it out. */
document.addEventListener("alpine:init", () => {
  Alpine.data("fileDrop", () => ({
    files: [],
    init() {
      if (this.field().files.length) this.look();
    },
    field() {
      return this.$root.querySelector("input[type=file][name]");
    },
    look() {
      this.gather(Array.from(this.field().files));
    },
    /* A second field, without a name, is the camera: what it takes joins the others. */
    shoot(event) {
      this.gather(Array.from(event.target.files));
      event.target.value = "";
    },
    gather(added) {
      const before = this.field().multiple ? gathered.get(this.field()) || [] : [];
      this.put([...before, ...added.filter((file) => !before.some((other) => same(file, other)))]);
    },
    remove(event) {
      const place = Number(event.currentTarget.dataset.place);
      this.put(gathered.get(this.field()).filter((_file, other) => other !== place));
      this.field().focus();
    },
    put(files) {
      const input = this.field(), box = new DataTransfer();
      files.forEach((file) => box.items.add(file));
      input.files = box.files;
      gathered.set(input, files);
      input.dispatchEvent(new Event("wj:files", { bubbles: true }));
      this.files = files.map((file) => ({ name: file.name, size: sized(file.size), picture: "", problem: this.problem(file) }));
      input.setCustomValidity(this.files.find((file) => file.problem)?.problem || "");
      files.forEach((file, place) => { if (!this.files[place].problem) this.preview(file, place); });
    },
    problem(file) {
      const { limit, tooLarge, wrongType } = this.$root.dataset;
      const types = this.field().accept.split(",").map((type) => type.trim()).filter(Boolean);
      if (types.length && !types.some((type) => file.name.toLowerCase().endsWith(type))) return wrongType;
      if (isFilm(file)) return file.size > Number(this.$root.dataset.filmLimit) ? this.$root.dataset.filmTooLarge : "";
      return file.size > Number(limit) ? tooLarge : "";
    },
    async preview(file, place) {
      if (!file.type.startsWith("image/")) return;
      const picture = await createImageBitmap(file, { resizeHeight: 96 }).catch(() => null);
      if (!picture || gathered.get(this.field())[place] !== file) return;
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width, picture.height];
      canvas.getContext("2d").drawImage(picture, 0, 0);
      this.files[place].picture = canvas.toDataURL("image/jpeg");
    },
  }));
});

function sized(bytes) {
  const [divisor, unit] = bytes < 1024 * 1024 ? [1024, "kilobyte"] : [1024 * 1024, "megabyte"];
  const style = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / divisor);
}

/* A file dropped beside its field must not take the place of the page. */
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.target.closest?.("input[type=file]")) event.preventDefault();
  });
}

const filesOf = (form) => Array.from(form.querySelectorAll("input[type=file][name]")).filter((field) => field.files.length);

document.addEventListener("submit", (event) => {
  const panel = event.target.querySelector(".wj-sending");
  if (isLook(event)) return;
  if (event.defaultPrevented || !panel || !filesOf(event.target).length) return;
  event.preventDefault();
  sendWithFilms(event.target, panel, event.submitter);
});

/* Films go first, in parts that outlast a lost connection (films.js); the form then names them by their tokens. */
async function sendWithFilms(form, panel, pressed) {
  const films = filmsOf(form), data = new FormData(form);
  if (pressed?.name) data.append(pressed.name, pressed.value); // what the button says is sent too
  if (!films.length) return send(form, panel, data);
  const bar = panel.querySelector("progress"), part = panel.querySelector("output"), stop = new AbortController();
  panel.querySelector("button").onclick = () => stop.abort();
  complain(form, "");
  panel.hidden = false;
  for (const { field } of films) {
    data.delete(field.name);
    for (const file of field.files) if (!isFilm(file)) data.append(field.name, file);
  }
  try {
    for (const { field, file } of films) {
      const told = (share, waiting) => {
        bar.value = share;
        part.value = [waiting ? panel.dataset.waiting : file.name, percent(share)].join(" · ");
      };
      data.append(`${field.name}_upload`, await bringFilm(file, field.dataset, data.get("csrfmiddlewaretoken"), told, stop.signal));
    }
  } catch (trouble) {
    panel.hidden = true;
    unlock(form);
    notSent(form);
    complain(form, stop.signal.aborted ? "" : trouble.message || panel.dataset.lost);
    return undefined;
  }
  return send(form, panel, data);
}

const percent = (share) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);

/* A page that the browser brings back from its memory sends nothing any more. */
window.addEventListener("pageshow", () => {
  for (const panel of document.querySelectorAll(".wj-sending")) panel.hidden = true;
});

function send(form, panel, data) {
  const request = new XMLHttpRequest();
  const bar = panel.querySelector("progress"), part = panel.querySelector("output");
  const end = (said) => {
    panel.hidden = true;
    unlock(form);
    notSent(form);
    complain(form, said);
  };
  request.open("POST", form.getAttribute("action") || location.href);
  request.setRequestHeader("X-Sent-By", "uploads");
  request.upload.onprogress = (event) => {
    const share = event.loaded / event.total;
    bar.value = share;
    part.value = share < 1 ? percent(share) : panel.dataset.looking;
    panel.querySelector("button").hidden = share === 1;
  };
  request.onload = () => answered(form, request, end);
  request.onerror = () => end(panel.dataset.lost);
  request.onabort = () => end("");
  panel.querySelector("button").hidden = false;
  panel.querySelector("button").onclick = () => request.abort();
  complain(form, "");
  panel.hidden = false;
  request.send(data);
}

function complain(form, said) {
  const trouble = form.querySelector(".wj-unsent");
  trouble.hidden = !said;
  trouble.classList.toggle("alert-danger", Boolean(said));
  trouble.lastElementChild.textContent = said;
  if (said) trouble.focus();
}

/* The server says where to go on; or the page that it sends, with what is to be put right, stands here. */
function answered(form, request, end) {
  const next = request.getResponseHeader("Location");
  if (request.status === 204 && next) {
    location.assign(next);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!page.body.dataset.key || !main) {
    end(Array.from(page.querySelectorAll("h1, h1 + p"), (told) => told.textContent).join(" ") || form.querySelector(".wj-sending").dataset.lost);
    return;
  }
  const files = new Map(filesOf(form).map((field) => [field.name, field.files]));
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  window.scrollTo(0, 0);
  main.focus();
  sayShown(main);
  window.htmx?.process(main);
  /* What was chosen stays chosen, except where the server found something wrong with it. */
  setTimeout(() => {
    for (const field of main.querySelectorAll("input[type=file][name]")) {
      if (!files.has(field.name) || field.closest(".is-invalid")) continue;
      field.files = files.get(field.name);
      field.dispatchEvent(new Event("change"));
    }
  });
}

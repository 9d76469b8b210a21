/* How are many values entered one below the other? By keyboard, or pasted from a spreadsheet; beside each stands what it
   comes to, as the server judges it. Strict CSP. */

import { whenShown } from "./shown.js";

const QUIET = 350; // milliseconds without a key before the server is asked

whenShown((root) => root.querySelectorAll("[data-judged]").forEach(begin));

function begin(grid) {
  const lines = Array.from(grid.querySelectorAll("[data-line]"));
  const judge = later((typed) => ask(grid, lines, typed));
  for (const kind of ["input", "change"]) {
    grid.addEventListener(kind, (event) => {
      forget(event.target.closest("[data-line]"));
      judge(true);
    });
  }
  grid.addEventListener("keydown", (event) => down(event, lines));
  grid.addEventListener("paste", (event) => paste(event, grid, lines));
  judge(false);
}

/* Calls what it is given once nobody has called for a while. */
function later(what) {
  let waiting;
  return (...words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => what(...words), QUIET);
  };
}

/* What a line came to before it was changed stands there no more, also where no answer comes. */
function forget(line) {
  const verdict = line?.querySelector("output");
  if (verdict) verdict.textContent = "…";
}

/* An answer that comes after a newer question is an answer to nothing. */
let asked = 0;

async function ask(grid, lines, typed) {
  const turn = ++asked;
  const answer = await fetch(grid.dataset.judged, { method: "POST", body: new FormData(grid.closest("form")) });
  if (!answer.ok || turn !== asked) return;
  const found = await answer.json();
  lines.forEach((line) => show(line, found[line.dataset.line], typed));
}

/* What the page came with as wrong stands until something is typed. */
function show(line, found, typed) {
  if (!found) return;
  const verdict = line.querySelector("output");
  verdict.textContent = found.wrong ? "?" : found.text;
  verdict.className = `wj-grid-verdict wj-text-${found.wrong ? "red" : found.tone}`;
  if (!typed) return;
  if (found.open) line.querySelector("details").open = true;
  line.querySelectorAll(".wj-error[id]").forEach((error) => { error.hidden = true; });
  line.classList.toggle("wj-bad", Boolean(found.wrong));
  line.querySelector("[data-cell=value]").classList.toggle("is-invalid", Boolean(found.wrong));
  const wrong = line.querySelector(".wj-grid-wrong");
  wrong.textContent = found.wrong;
  wrong.hidden = !found.wrong;
}

/* Enter leads to the same cell of the next line, and hands nothing in. */
function down(event, lines) {
  const name = event.target.dataset.cell;
  if (event.key !== "Enter" || !name) return;
  event.preventDefault();
  const next = lines[lines.indexOf(event.target.closest("[data-line]")) + 1];
  next?.querySelector(`[data-cell=${name}]`)?.focus();
}

/* Rows of a spreadsheet: one column fills what stands below; of two or more the first names the item. */
function paste(event, grid, lines) {
  const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "");
  if (!event.target.dataset.cell || !/[\n\t]/.test(text)) return;
  event.preventDefault();
  const rows = text.split("\n").map((row) => row.split("\t").map((cell) => cell.trim()));
  const named = rows.some((row) => row.length > 1 && !isValue(row[0]));
  const left = [];
  const before = [];
  let place = lines.indexOf(event.target.closest("[data-line]"));
  for (const row of rows) {
    const line = named ? lines.find((each) => isOf(each, row[0])) : lines[place++];
    const values = named ? row.slice(1) : row;
    const cells = line ? Array.from(line.querySelectorAll("[data-cell]")) : [];
    const first = named ? 0 : cells.findIndex((cell) => cell.dataset.cell === event.target.dataset.cell);
    if (!line) left.push(row[0]);
    values.forEach((value, column) => write(cells[first + column], value, before));
  }
  told(grid, rows.length - left.length, left, named, before);
}

/* Whether a cell is a value, and no name: with a figure in front, or what is said in place of one. */
function isValue(text) {
  return /^[<>≤≥＜＞±~]?\s*[\d０-９.]/.test(text) || /^(未检出|未检验|n\.?d\.?|符合.*|不符合.*|合格|齐全|无.*|有.*|\/|-|—)?$/i.test(text);
}

function isOf(line, name) {
  return line.dataset.title.trim().toLowerCase() === name.toLowerCase();
}

function write(cell, value, before) {
  if (!cell || cell.disabled) return;
  before.push([cell, cell.value]);
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

function told(grid, number, left, named, before) {
  const said = grid.querySelector(".wj-grid-said");
  const words = !left.length ? said.dataset.all : named ? said.dataset.left : said.dataset.over;
  const which = named ? left.join("、") : left.length;
  said.querySelector("span").textContent = words.replace("{n}", number).replace("{left}", which);
  said.hidden = false;
  said.querySelector("button").onclick = () => {
    before.reverse().forEach(([cell, value]) => write(cell, value, []));
    said.hidden = true;
  };
}

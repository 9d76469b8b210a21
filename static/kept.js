/* What was typed outlasts a log-out, a closed browser and a lost network: where is it kept until it is taken? In the browser's own
   database, for two weeks, sealed with a key that only pages of that person in that organisation have (portals/context.py): whoever
   sits there next has a locked box. Where a browser has no such database, nothing is kept. */

const LONGEST = 14 * 24 * 60 * 60 * 1000;
const seal = () => document.body.dataset.seal;
const bytes = (text) => new TextEncoder().encode(text);
const unwritten = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function come(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

/* It lies there, even if the page is left now. */
function settled(transaction) {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", resolve);
    transaction.addEventListener("abort", () => reject(transaction.error));
  });
}

async function opened() {
  const request = indexedDB.open("wangjian", 1);
  request.addEventListener("upgradeneeded", () => {
    const made = request.result.createObjectStore("kept", { keyPath: "id" });
    made.createIndex("at", "at");
    made.createIndex("waits", "waits");
  });
  return come(request);
}

let database;
async function boxes(mode) {
  database ??= opened();
  return (await database).transaction("kept", mode).objectStore("kept");
}

const key = () => crypto.subtle.importKey("raw", unwritten(seal()), "AES-GCM", false, ["encrypt", "decrypt"]);

/* Under which name something lies there: its own would say what somebody worked on. */
async function placeOf(name) {
  const digest = await crypto.subtle.digest("SHA-256", bytes(`${seal()} ${name}`));
  return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
}

/* What is told, and files after it: how long that is, what it says of the files, and the files. */
async function closed(told, files) {
  const head = bytes(JSON.stringify({ told, files: files.map(({ name, type, size, lastModified }) => ({ name, type, size, lastModified })) }));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const whole = await new Blob([new Uint32Array([head.length]), head, ...files]).arrayBuffer();
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), whole) };
}

/* null: it is none of this person's. */
async function unlocked({ iv, sealed }) {
  const whole = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed).catch(() => null);
  if (!whole) return null;
  let from = 4 + new Uint32Array(whole, 0, 1)[0];
  const { told, files } = JSON.parse(new TextDecoder().decode(whole.slice(4, from)));
  return { told, files: files.map(({ name, type, size, lastModified }) => new File([whole.slice(from, (from += size))], name, { type, lastModified })) };
}

/* One after the other, so that what was typed last is what is kept; a full disk stops nobody's work. */
let turn = Promise.resolve();
function inTurn(act) {
  if (!seal() || !globalThis.indexedDB || !crypto.subtle) return Promise.resolve(null);
  turn = turn.then(act).catch(() => null);
  return turn;
}

/* waits: it was to be sent, and there was no network. */
export function put(name, told, files = [], waits = false) {
  return inTurn(async () => {
    const box = { id: await placeOf(name), at: Date.now(), waits: Number(waits), ...(await closed(told, files)) };
    const store = await boxes("readwrite");
    store.put(box);
    return settled(store.transaction);
  });
}

/* {told, files}; null where there is nothing. */
export function get(name) {
  return inTurn(async () => {
    const box = await come((await boxes("readonly")).get(await placeOf(name)));
    return box ? unlocked(box) : null;
  });
}

export function drop(name) {
  return inTurn(async () => come((await boxes("readwrite")).delete(await placeOf(name))));
}

/* What this person has to send still: what is told of each. */
export function waiting() {
  return inTurn(async () => {
    const found = await come((await boxes("readonly")).index("waits").getAll(1));
    const mine = await Promise.all(found.map(unlocked));
    return mine.filter(Boolean).map(({ told }) => told);
  });
}

export function dropOld() {
  return inTurn(async () => {
    const old = IDBKeyRange.upperBound(Date.now() - LONGEST);
    const those = await come((await boxes("readonly")).index("at").getAllKeys(old));
    const store = await boxes("readwrite");
    return Promise.all(those.map((id) => come(store.delete(id))));
  });
}

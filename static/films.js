/* How does a film get to the server in parts, and go on where it stopped (documents/views/resumed.py; tus 1.0)? How much has
   come the server knows; the browser remembers where each film goes, so that after a reload it is chosen again and
   goes on. */

const TUS = { "Tus-Resumable": "1.0.0" };
const LONGEST_WAIT = 30;
export const isFilm = (file) => file.name.toLowerCase().endsWith(".mp4");

/* The films chosen in a form's fields that take them in parts. */
export function filmsOf(form) {
  const fields = Array.from(form.querySelectorAll("input[type=file][name][data-parts]"));
  return fields.flatMap((field) => Array.from(field.files).filter(isFilm).map((file) => ({ field, file })));
}

/* Brings a film to the server; its token. told: called with the share that has come, and whether it waits. */
export async function bringFilm(file, { parts, part }, csrf, told, signal) {
  const place = `film ${file.name} ${file.size} ${file.lastModified}`, headers = { ...TUS, "X-CSRFToken": csrf };
  let address = localStorage.getItem(place), come = address ? await howMuch(address, signal) : null;
  if (come === null) {
    address = await begun(parts, file, headers, signal);
    come = 0;
    localStorage.setItem(place, address);
  }
  let wait = 1;
  told(come / file.size, false);
  while (come < file.size) {
    try {
      come = await sendPart(address, await file.slice(come, come + Number(part)).arrayBuffer(), come, headers, signal);
      wait = 1;
    } catch (lost) {
      if (signal.aborted || lost.refused) throw lost;
      told(come / file.size, true);
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      try {
        come = await howMuch(address, signal);
      } catch (still) {
        if (signal.aborted || still.refused) throw still;
        continue;
      }
      if (come === null) throw lost;
    }
    told(come / file.size, false);
  }
  return address.split("/").filter(Boolean).pop();
}

/* Asks the server; where it sends to the log-in, the person has to come in again. */
async function reach(address, options) {
  const answer = await fetch(address, { ...options, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw refused("");
  return answer;
}

async function begun(parts, file, headers, signal) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const answer = await reach(parts, { method: "POST", headers: { ...headers, "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` }, signal });
  if (answer.status !== 201) throw refused(await answer.text());
  return answer.headers.get("Location");
}

/* How many bytes have come; null where nothing is known of it any more. */
async function howMuch(address, signal) {
  const answer = await reach(address, { method: "HEAD", headers: TUS, signal });
  if (answer.status === 200) return Number(answer.headers.get("Upload-Offset"));
  if (answer.status === 404) return null;
  throw new Error("");
}

async function sendPart(address, part, at, headers, signal) {
  const about = { ...headers, "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" };
  const answer = await reach(address, { method: "PATCH", headers: about, body: part, signal });
  if (answer.status === 204) return Number(answer.headers.get("Upload-Offset"));
  if (answer.status === 413 || answer.status === 415) throw refused(await answer.text());
  throw new Error("");
}

function refused(said) {
  return Object.assign(new Error(said), { refused: true });
}

/* So many seconds, or less where the connection is back before. */
function pause(seconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    for (const [from, name] of [[window, "online"], [signal, "abort"]]) {
      from.addEventListener(name, () => { clearTimeout(timer); done(); }, { once: true });
    }
  });
}

/* A rectangle drawn over a photo fills in the numbers of the next empty mask, and numbers that are typed are
   drawn. The numbers are what is sent: without this file the page works by typing, and another mask is asked
   for from the server. Strict CSP. */

for (const photo of document.querySelectorAll("[data-masks]")) {
  const MOST = 6;
  const names = ["x", "y", "width", "height"];
  const field = (n, side) => document.querySelector(`[name="mask${n}_${side}"]`);
  const another = document.querySelector('button[name="another"]');
  const count = () => document.querySelectorAll('[name^="mask"][name$="_x"]').length;
  let begun = null;

  const draw = () => {
    photo.querySelectorAll("span").forEach((mask) => mask.remove());
    for (let n = 0; n < count(); n += 1) {
      const [x, y, width, height] = names.map((side) => field(n, side).value);
      if (!width || !height) continue;
      const mask = photo.appendChild(document.createElement("span"));
      Object.assign(mask.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
    }
  };

  const at = (event) => {
    const box = photo.getBoundingClientRect();
    const within = (part, whole) => Math.min(100, Math.max(0, (100 * part) / whole));
    return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
  };

  const fill = (n, from, to) => {
    const low = from.map((side, i) => Math.floor(100 * Math.min(side, to[i])) / 100);
    const size = from.map((side, i) => Math.floor(100 * Math.abs(side - to[i])) / 100);
    [...low, ...size].forEach((value, i) => (field(n, names[i]).value = value.toFixed(2)));
    draw();
  };

  /* The fields of one more mask: those of the last, emptied. */
  const add = () => {
    const n = count();
    const last = field(n - 1, "x").closest("fieldset");
    const next = last.cloneNode(true);
    next.querySelector("legend").textContent = last.querySelector("legend").textContent.replace(`${n}`, `${n + 1}`);
    for (const input of next.querySelectorAll("input")) input.value = "";
    for (const one of next.querySelectorAll("[id], [for], [name]"))
      for (const key of ["id", "for", "name"])
        if (one.hasAttribute(key)) one.setAttribute(key, one.getAttribute(key).replace(`mask${n - 1}_`, `mask${n}_`));
    last.after(next);
    if (another) another.hidden = n + 1 >= MOST;
    return n;
  };

  const free = () => {
    let n = 0;
    while (n < count() && field(n, "width").value) n += 1;
    return n < count() ? n : n < MOST ? add() : -1;
  };

  photo.addEventListener("pointerdown", (event) => {
    const n = free();
    if (n < 0) return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    begun = { n, from: at(event) };
  });
  photo.addEventListener("pointermove", (event) => begun && fill(begun.n, begun.from, at(event)));
  photo.addEventListener("pointerup", () => (begun = null));
  document.addEventListener("input", (event) => event.target.name?.startsWith("mask") && draw());
  another?.addEventListener("click", (event) => {
    event.preventDefault();
    if (count() < MOST) add();
  });
  draw();
}

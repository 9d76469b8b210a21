/* A rectangle drawn over a photo fills in the numbers of the next empty mask, and numbers that are typed are
   drawn. The numbers are what is sent: without this file the page works by typing. Strict CSP. */

"use strict";

for (const photo of document.querySelectorAll("[data-masks]")) {
  const field = (n, side) => document.querySelector(`[data-mask="${n}"][data-side="${side}"]`);
  const names = ["x", "y", "width", "height"];
  const count = document.querySelectorAll('[data-mask][data-side="x"]').length;
  let begun = null;

  const draw = () => {
    photo.querySelectorAll("span").forEach((mask) => mask.remove());
    for (let n = 1; n <= count; n += 1) {
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

  photo.addEventListener("pointerdown", (event) => {
    let n = 1;
    while (n <= count && field(n, "width").value) n += 1;
    if (n > count) return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    begun = { n, from: at(event) };
  });
  photo.addEventListener("pointermove", (event) => begun && fill(begun.n, begun.from, at(event)));
  photo.addEventListener("pointerup", () => (begun = null));
  document.addEventListener("input", (event) => event.target.dataset.mask && draw());
  draw();
}

/* A paper is looked at without leaving its record: a link with data-preview opens it in a dialog. Strict CSP.
   On a narrow screen, and with a key that asks for a new window, the link stays a link. */

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-preview]");
  const dialog = document.getElementById("preview");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || !dialog || elsewhere || !window.matchMedia("(min-width: 768px)").matches) return;
  event.preventDefault();
  dialog.querySelector("h2").textContent = link.textContent.trim();
  dialog.querySelector("a").href = link.href;
  dialog.querySelector("iframe").src = link.href;
  dialog.showModal();
});

/* Empty again once closed, so that nothing of a paper stays behind. */
document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "preview") event.target.querySelector("iframe").src = "about:blank";
  },
  true,
);

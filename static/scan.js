/* How is a number read off a label? By the camera, where the browser knows codes; else it is typed.
   A button with data-scan names the field that gets what was read; with data-sends its form is sent at once. */

import { whenShown } from "./shown.js";

const CODES = ["qr_code", "code_128", "code_39", "ean_13", "data_matrix"];
const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

function offerScanning(root) {
  if (!canScan()) return;
  for (const button of root.querySelectorAll("[data-scan]")) {
    button.hidden = false;
    button.addEventListener("click", () => scan(button));
  }
}

async function scan(button) {
  const dialog = document.getElementById("scanner"), video = dialog.querySelector("video");
  const said = dialog.querySelector("[role=status]");
  said.textContent = said.dataset.aim;
  let stream = null;
  dialog.onclose = () => {
    stream?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    button.focus();
  };
  dialog.showModal();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    said.textContent = said.dataset.refused;
    return;
  }
  if (!dialog.open) {
    dialog.onclose();
    return;
  }
  video.srcObject = stream;
  await video.play();
  const code = await readFrom(video, dialog);
  if (!code) return;
  const field = document.getElementById(button.dataset.scan);
  field.value = code;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  dialog.close();
  field.focus();
  if ("sends" in button.dataset) field.form.requestSubmit();
}

/* What the first code before the camera says; "" once the dialog is closed. */
async function readFrom(video, dialog) {
  const known = await BarcodeDetector.getSupportedFormats();
  const detector = new BarcodeDetector({ formats: CODES.filter((code) => known.includes(code)) });
  while (dialog.open) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found && dialog.open) return found.rawValue.trim();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return "";
}

whenShown(offerScanning);

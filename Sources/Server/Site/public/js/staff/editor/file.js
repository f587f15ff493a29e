// Opening an area from a file: chosen, or dropped on the map. Nothing is stored.

import { sendJSON } from "../../shared/http.js";

const mostBytes = 256 * 1024;
const types = {
  geojson: "application/geo+json", json: "application/geo+json", kml: "application/vnd.google-earth.kml+xml",
  zip: "application/zip",
};

/** Throws "file_wrong_kind", "file_empty", "file_too_large" or a RequestError; else the verdict of the server. */
export async function readFile(file, signal) {
  const type = types[file.name.split(".").pop().toLowerCase()];
  if (!type) throw "file_wrong_kind";
  if (file.size === 0) throw "file_empty";
  if (file.size > mostBytes) throw "file_too_large";
  const answer = await sendJSON("POST", "/api/geometry/check", file, { type, signal, timeout_ms: 30_000 });
  return answer.body;
}

/**
 * Calls `open(file)` for the first file that is chosen, or dropped: on the map `element`, on the field, or anywhere else on
 * the page, where the browser would leave the page to show the file.
 */
export function acceptFiles(element, input, open) {
  const show = (on) => element.classList.toggle("is-dropped-on", on);
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  // Without a target the pointer has left the page.
  window.addEventListener("dragleave", (event) => event.relatedTarget === null && show(false));
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(false);
    const [file] = event.dataTransfer.files;
    if (file) open(file);
  });
  input?.addEventListener("change", () => {
    if (input.files[0]) open(input.files[0]);
    // The same file may be chosen again, mended.
    input.value = "";
  });
}

// "Near me": searches from where the device is.

import { canLocate, locate } from "../shared/position.js";
import { setOrigin } from "./origin.js";

/** `say` shows what happens; the texts are locating, denied, unavailable, timeout. */
export function setUpNearMe(form, text, say) {
  const button = form.querySelector("[data-finder-near]");
  if (!button || !canLocate()) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Not disabled: it would lose the focus.
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    say(text("locating"));
    try {
      const place = await locate();
      form.querySelector("[data-finder-input]").value = "";
      setOrigin(form, place);
      say("");
      // The field may be required, and is empty.
      form.noValidate = true;
      form.requestSubmit();
    } catch (reason) {
      say(text(reason));
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  // A page that comes back from the browser's cache still has the fields of the last search.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) setOrigin(form, null);
  });
}

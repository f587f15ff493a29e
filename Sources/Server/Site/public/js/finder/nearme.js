// "Near me": searches from where the device is.

import { locateAtPress } from "../shared/position.js";
import { setOrigin } from "./origin.js";

/** `say` shows what happens; the texts are locating, denied, unavailable, timeout. */
export function setUpNearMe(form, text, say) {
  locateAtPress(form.querySelector("[data-finder-near]"), text, say, (place) => {
    form.querySelector("[data-finder-input]").value = "";
    setOrigin(form, place);
    say("");
    // The field may be required, and is empty.
    form.noValidate = true;
    form.requestSubmit();
  });
  // A page that comes back from the browser's cache still has the fields of the last search.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) setOrigin(form, null);
  });
}

// Where the person's device is.

/** Whether the browser would tell at all: it does so on https and on this machine only. */
const canLocate = () => "geolocation" in navigator && window.isSecureContext;

const ask = (options) =>
  new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, options));

/**
 * `{lat, lng, accuracy_m}`. First as exact as the device can, for 8 s; then roughly, for 6 s more, since a phone
 * indoors has no satellites.
 *
 * Throws one of "denied", "unavailable", "timeout".
 */
async function locate() {
  let found;
  try {
    found = await ask({ enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000 });
  } catch (error) {
    if (error.code === error.PERMISSION_DENIED) throw "denied";
    found = await ask({ enableHighAccuracy: false, timeout: 6000, maximumAge: 600_000 }).catch((second) => {
      throw { [second.PERMISSION_DENIED]: "denied", [second.TIMEOUT]: "timeout" }[second.code] ?? "unavailable";
    });
  }
  const { latitude, longitude, accuracy } = found.coords;
  return { lat: latitude, lng: longitude, accuracy_m: accuracy };
}

/**
 * Shows the button where the browser can locate, and at each press looks where the device is and calls `take(place)`.
 * `say` shows what happens; the texts are locating, denied, unavailable, timeout.
 */
export function locateAtPress(button, text, say, take) {
  if (!button || !canLocate()) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Not disabled: it would lose the focus.
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    say(text("locating"));
    try {
      take(await locate());
    } catch (reason) {
      say(text(reason));
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

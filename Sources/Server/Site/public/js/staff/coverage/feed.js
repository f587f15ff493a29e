// What happens to the coverage, as it happens (Server-Sent Events).

import { button, make, pincodeName } from "../buttons.js";
import { districtName } from "./districts.js";
import { latest } from "../../shared/later.js";
import { moment } from "../../shared/numbers.js";

const mostShown = 50;
const leastPause_ms = 3000;
const mostPause_ms = 60_000;

/** `changed()` is called some time after events, once for many; `show(place)` for the one that was chosen. */
export function followFeed(list, state, { text, changed, show }) {
  if (!list) return;
  const say = (key) => state && (state.textContent = text(key));
  const tell = latest(1500, changed);
  let lastId = null;
  let source = null;
  let pause_ms = leastPause_ms;
  let timer = 0;

  const row = (kind, event) => make("li", { class: "is-new" },
    make("time", { datetime: event.at }, moment(event.at)), " ",
    text(`event_${kind}`), " ",
    button(event.pincode, () => show(event)), " ", pincodeName(event), ", ", districtName(event.district));

  const take = (kind) => (message) => {
    lastId = message.lastEventId;
    list.prepend(row(kind, JSON.parse(message.data)));
    while (list.children.length > mostShown) list.lastElementChild.remove();
    tell();
  };

  const connect = () => {
    source = new EventSource(`/api/coverage/events${lastId ? `?after=${lastId}` : ""}`);
    source.addEventListener("open", () => {
      pause_ms = leastPause_ms;
      say("feed_live");
    });
    for (const kind of ["gap", "served"]) source.addEventListener(kind, take(kind));
    source.addEventListener("error", () => {
      say("feed_waiting");
      // A browser comes back by itself after a broken line, and never after an answer that was refused.
      if (source.readyState === EventSource.CLOSED) again();
    });
  };

  const again = async () => {
    source?.close();
    clearTimeout(timer);
    const answer = await fetch("/api/me", { credentials: "same-origin" }).catch(() => null);
    if (answer?.status === 401) return say("feed_signed_out");
    timer = setTimeout(connect, pause_ms);
    pause_ms = Math.min(2 * pause_ms, mostPause_ms);
  };

  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  say("feed_waiting");
  connect();
}

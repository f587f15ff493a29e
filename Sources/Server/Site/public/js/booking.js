// A booking's page follows what becomes of it (Server-Sent Events). The words are the server's: at each step the page is
// asked for anew, and its parts are put in the place of those that are shown. Without this file the page is as right
// whenever it is loaded.

import { latest } from "./shared/later.js";

const leastPause_ms = 3000;
const mostPause_ms = 60_000;
const together_ms = 200;

const panel = document.querySelector("[data-booking-events]");
const line = panel?.querySelector("[data-booking-line]");
let lastId = panel?.dataset.lastStep;
let source = null;
let isOver = false;
let pause_ms = leastPause_ms;
let timer = 0;

function say(isLive) {
  line.hidden = isOver;
  line.textContent = isLive ? line.dataset.bookingLine : line.dataset.bookingWaiting;
}

/** What somebody is typing into stays. */
const isInUse = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, textarea");

async function refresh() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-booking-part]")) {
    const fresh = page.querySelector(`[data-booking-part="${part.dataset.bookingPart}"]`);
    if (!fresh || isInUse(part) || fresh.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...document.importNode(fresh, true).childNodes);
  }
  isOver = !page.querySelector("[data-booking-events]");
  if (isOver) {
    source.close();
    line.hidden = true;
  }
}

const refreshSoon = latest(together_ms, refresh);

function connect() {
  source = new EventSource(`${panel.dataset.bookingEvents}?after=${lastId}`);
  source.addEventListener("open", () => {
    pause_ms = leastPause_ms;
    say(true);
  });
  source.addEventListener("status", (event) => {
    lastId = event.lastEventId;
    refreshSoon();
  });
  source.addEventListener("error", () => {
    say(false);
    // A browser comes back by itself after a broken line, and never after an answer that was refused or that says that
    // nothing more can come.
    if (source.readyState === EventSource.CLOSED && !isOver) again();
  });
}

async function again() {
  clearTimeout(timer);
  await refresh();
  const answer = await fetch("/api/me", { credentials: "same-origin" }).catch(() => null);
  if (isOver || answer?.status === 401) return;
  timer = setTimeout(connect, pause_ms);
  pause_ms = Math.min(2 * pause_ms, mostPause_ms);
}

if (panel) {
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}

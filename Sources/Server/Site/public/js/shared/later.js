// Work that waits for a pause, and of which only the latest counts.

/**
 * Runs `work(signal, ...)` after `pause_ms` without a further call; a later call gives up the one that runs.
 * `now(...)` doesn't wait for the pause; `cancel()` drops what waits or runs.
 */
export function latest(pause_ms, work) {
  let timer = 0;
  let running = null;
  const cancel = () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
  };
  const now = (...values) => {
    cancel();
    running = new AbortController();
    work(running.signal, ...values);
  };
  const ask = (...values) => {
    cancel();
    timer = setTimeout(now, pause_ms, ...values);
  };
  return Object.assign(ask, { now, cancel });
}

/** When the browser has time, at the latest after a quarter of a second. */
export function whenIdle(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 250 });
  else setTimeout(work, 100);
}

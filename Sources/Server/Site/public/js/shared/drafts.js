// What isn't sent yet, kept in this browser for each form and each person until it is.

import { areDraftsForgotten, draftPrefix, sentDraft } from "../frame.js";

const day_ms = 24 * 3600 * 1000;

export class Draft {
  #forgottenAfter_ms;

  /** `user` is the id of who is signed in; of nobody's work, which the next person at the device may see, a day is kept. */
  constructor(name, user) {
    this.key = `${draftPrefix}${user || "nobody"}:${name}`;
    this.#forgottenAfter_ms = (user ? 30 : 1) * day_ms;
  }

  /** What was kept, with `at`, the time; or null. */
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.key));
      return draft && Date.now() - draft.at < this.#forgottenAfter_ms ? draft : null;
    } catch {
      return null;
    }
  }

  /** Whether it could be kept: a private window or a full store may not. */
  keep(work) {
    if (areDraftsForgotten) return true;
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...work, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  /** Forgets it once a page's address says that it was sent: `done` is one of these, with spaces between; null takes it back. */
  forgetWhen(done) {
    try {
      if (done) sessionStorage.setItem(sentDraft, JSON.stringify({ key: this.key, done }));
      else sessionStorage.removeItem(sentDraft);
    } catch {
      // Then nothing is kept at all.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Then there was none.
    }
  }
}

// What happens from the click on "save" to the next page.

import { isGivenUp } from "../../shared/http.js";
import { sameAs } from "./sameness.js";
import { refusalKey } from "./refusal.js";

/**
 * Stores what the ways say. `session` offers `ways, store, conflict, problem, text, takeTheirs(area), saved(area, body),
 * sendPlain()` and `say(key)`. One at a time, so that a double click stores once.
 */
export class SaveFlow {
  #session;
  #isRunning = false;

  constructor(session) {
    this.#session = session;
  }

  async run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      await this.#save();
    } finally {
      this.#isRunning = false;
    }
  }

  async #save() {
    const { ways, store, say, saved } = this.#session;
    const { body } = ways;
    if (!body) return say("save_empty");
    say("saving");
    try {
      return saved(await store.save(body), body);
    } catch (error) {
      if (isGivenUp(error)) return undefined;
      if (error.status === 412 || (error.status === 404 && store.areaId)) return this.#settle(body);
      // What is wrong with a field is told beside it by the page itself.
      if (error.status === 422 && body.kind !== "polygon") return this.#session.sendPlain();
      if (error.code === "invalid_geometry") this.#session.problem.show({ errors: error.problem.errors ?? [] });
      return say(this.#reason(error));
    }
  }

  #reason(error) {
    return refusalKey(error, this.#session.text, "save_failed");
  }

  /** Somebody else was first, or we ourselves, and didn't hear of it. */
  async #settle(body) {
    const { store, conflict, say, takeTheirs, saved } = this.#session;
    const theirs = await store.load().catch((error) => (error.status === 404 ? null : error));
    if (theirs instanceof Error) return say(this.#reason(theirs));
    const isMine = await sameAs(body).catch(() => () => false);
    if (theirs && isMine(theirs)) return saved(theirs, body);
    say("save_conflict");
    const choice = await conflict.ask(theirs);
    if (choice === "later") {
      // The stale tag stays away: saving again without a choice must ask again.
      store.etag = '"0"';
      return say("save_kept");
    }
    if (choice === "theirs") return takeTheirs(theirs);
    if (!theirs) store.areaId = null;
    return this.#save();
  }
}

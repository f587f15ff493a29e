// Keeps the summary right while the area changes: at once after a change is done, after a pause while it is being drawn.

import { check, imagine } from "./preview.js";
import { polygonsOf, together } from "./ground.js";
import { isGivenUp, RequestError } from "../../shared/http.js";
import { latest } from "../../shared/later.js";

const pause_ms = 400;

/** With the centre's other areas it may be more than can be asked about. */
function noneIfRefused(error) {
  if (error.status === 422 || error.status === 413) return null;
  throw error;
}

export class LivePreview {
  #ways;
  #summary;
  #problem;
  #context;
  #show;
  #ask = latest(pause_ms, (signal, isDone) => this.#run(signal, isDone));

  /**
   * `context()` gives `{providerId, others, isInForce, mayImagine}`; `show(polygons)` draws what isn't drawn by hand.
   */
  constructor({ ways, summary, problem, context, show }) {
    this.#ways = ways;
    this.#summary = summary;
    this.#problem = problem;
    this.#context = context;
    this.#show = show;
  }

  /** `isDone` false while something is being drawn: then a refusal is no news yet. */
  refresh(isDone = true) {
    this.#ask(isDone);
  }

  async #run(signal, isDone) {
    try {
      const polygons = await this.#ways.ground(signal);
      if (isDone) this.#show(polygons ?? []);
      if (polygons === null) return this.#end("city_later");
      if (polygons.length === 0) return this.#end("summary_empty");
      this.#summary.busy();
      return await this.#judge(this.#ways.circle ?? { geometry: together(polygons) }, signal, isDone);
    } catch (error) {
      return this.#failed(error);
    }
  }

  #end(key) {
    this.#problem.clear();
    this.#summary.say(key);
  }

  async #judge(area, signal, isDone) {
    const { mayImagine, ...context } = this.#context();
    const verdict = await check(area, signal);
    if (!verdict.valid && this.#isListed) return this.#end("summary_later");
    if (!verdict.valid) {
      if (isDone) this.#problem.show(verdict);
      return this.#summary.say(isDone ? "summary_refused" : "summary_sketch");
    }
    this.#problem.clear();
    if (area.radius_km) this.#show(polygonsOf(verdict.geometry));
    const answer = mayImagine ? await imagine(area, context, signal).catch(noneIfRefused) : null;
    return this.#summary.show(verdict, answer);
  }

  /** Whether it comes from a list. It may be larger, and have more corners, than what may be drawn and asked about. */
  get #isListed() {
    return ["pincodes", "district"].includes(this.#ways.kind);
  }

  #failed(error) {
    if (isGivenUp(error)) return;
    if (error.status === 413 && this.#isListed) {
      this.#end("summary_later");
      return;
    }
    if (!(error instanceof RequestError)) console.error(error);
    this.#summary.say(error.status === 401 ? "summary_signed_out" : "summary_failed");
  }
}

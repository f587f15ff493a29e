// Storing an area, and what to do when somebody else stored first.

import { getJSON, sendJSON } from "../../shared/http.js";
import { sameAs } from "./sameness.js";

export class Store {
  #providerId;
  #user;

  constructor({ providerId, areaId, user }) {
    this.#providerId = providerId;
    this.#user = Number(user);
    this.areaId = areaId ? Number(areaId) : null;
    /** Of the version that the work began from; null for a new area. */
    this.etag = null;
    /** What was sent for a new area, where nobody heard what became of it; it may be there already. */
    this.unsure = null;
  }

  /** The area as it is stored now. */
  async load() {
    const area = await getJSON(`/api/service-areas/${this.areaId}`);
    this.etag = area.etag;
    return area;
  }

  /** All areas of the centre. */
  async siblings() {
    const { items } = await getJSON(`/api/providers/${this.#providerId}/service-areas?limit=100`);
    return items;
  }

  /** The stored area. Throws a RequestError; its status 412 says that another version is there. */
  async save(body) {
    const answer = this.areaId ? await this.#replace(body) : await this.#create(body);
    this.areaId = answer.body.id;
    this.etag = answer.body.etag ?? answer.etag;
    return answer.body;
  }

  #replace(body) {
    return sendJSON("PUT", `/api/service-areas/${this.areaId}`, body, { ifMatch: this.etag, timeout_ms: 30_000 });
  }

  async #create(body) {
    const there = this.unsure ? await this.#find(this.unsure) : null;
    if (there) return this.#goOnFrom(there, body);
    try {
      return await sendJSON("POST", `/api/providers/${this.#providerId}/service-areas`, body, { timeout_ms: 30_000 });
    } catch (error) {
      if (error.status === 0 || error.status >= 500) this.unsure = body;
      throw error;
    }
  }

  /** The area of the same person and centre that was sent as `body`; or null. */
  async #find(body) {
    const isSame = await sameAs(body);
    const areas = await this.siblings();
    return areas.find((area) => area.author_id === this.#user && area.status !== "rejected" && isSame(area)) ?? null;
  }

  /** It was stored; since then it may have been changed here. */
  #goOnFrom(area, body) {
    [this.areaId, this.etag] = [area.id, area.etag];
    return JSON.stringify(body) === JSON.stringify(this.unsure) ? { body: area } : this.#replace(body);
  }
}

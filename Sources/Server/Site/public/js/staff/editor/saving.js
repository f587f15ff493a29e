// Storing an area, and what to do when somebody else stored first.

import { getJSON, sendJSON } from "../../shared/http.js";
import { isOf } from "./sameness.js";

export class Store {
  #providerId;
  #user;

  constructor({ providerId, areaId, user }) {
    this.#providerId = providerId;
    this.#user = Number(user);
    this.areaId = areaId ? Number(areaId) : null;
    /** Of the version that the work began from; null for a new area. */
    this.etag = null;
    /** Whether a new area may be there already, since nobody heard what became of it. */
    this.isUnsure = false;
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
    const answer = this.areaId
      ? await sendJSON("PUT", `/api/service-areas/${this.areaId}`, body, { ifMatch: this.etag, timeout_ms: 30_000 })
      : await this.#create(body);
    this.areaId = answer.body.id;
    this.etag = answer.body.etag ?? answer.etag;
    return answer.body;
  }

  async #create(body) {
    const there = this.isUnsure ? await this.#find(body) : null;
    if (there) return { body: there };
    try {
      return await sendJSON("POST", `/api/providers/${this.#providerId}/service-areas`, body, { timeout_ms: 30_000 });
    } catch (error) {
      this.isUnsure ||= error.status === 0 || error.status >= 500;
      throw error;
    }
  }

  /** What the same person stored for the centre before, if it is just that; or null. */
  async #find(body) {
    const own = (await this.siblings()).filter((area) => area.author_id === this.#user && area.status !== "rejected");
    const isIt = await Promise.all(own.map((area) => isOf(area, body)));
    return own.find((_, at) => isIt[at]) ?? null;
  }
}

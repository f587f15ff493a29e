// Storing an area, and what to do when somebody else stored first.

import { getJSON, sendJSON } from "../../shared/http.js";

export class Store {
  #providerId;

  constructor({ providerId, areaId }) {
    this.#providerId = providerId;
    this.areaId = areaId ? Number(areaId) : null;
    /** Of the version that the work began from; null for a new area. */
    this.etag = null;
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
      : await sendJSON("POST", `/api/providers/${this.#providerId}/service-areas`, body, { timeout_ms: 30_000 });
    this.areaId = answer.body.id;
    this.etag = answer.body.etag ?? answer.etag;
    return answer.body;
  }
}

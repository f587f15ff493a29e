// What isn't saved yet, kept in this browser until it is.

const forgottenAfter_ms = 30 * 24 * 3600 * 1000;

export class Draft {
  #key;

  /** One for each area, and one for a new area of each centre. */
  constructor({ areaId, providerId }) {
    this.#key = `istri-area-draft:${areaId ? `area-${areaId}` : `centre-${providerId}`}`;
  }

  /** `{at, etag, kind, fields, polygons}` or null. */
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.#key));
      return draft && Date.now() - draft.at < forgottenAfter_ms ? draft : null;
    } catch {
      return null;
    }
  }

  /** Whether it could be kept: a private window or a full store may not. */
  keep(work) {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ ...work, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // Then there was none.
    }
  }
}

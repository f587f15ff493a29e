// What the network would be with the area as it is drawn now. Nothing is stored by asking.

import { sendJSON } from "../../shared/http.js";
import { polygonsOf, together } from "./ground.js";

/**
 * The changes that stand for the area in `/api/coverage/what-if`.
 * `area` is `{geometry}` or `{lat, lng, radius_km}`; `others` are the polygons of the centre's other areas in force,
 * which `replace` would take away; `isInForce` whether the area that is edited counts now.
 */
export function changesFor(area, { providerId, others, isInForce }) {
  const provider = providerId ? { provider_id: providerId } : {};
  if (!isInForce || !providerId) return [{ action: "add", ...provider, ...area }];
  if (others.length === 0) return [{ action: "replace", ...provider, ...area }];
  return [{ action: "replace", ...provider, geometry: together(others) }, { action: "add", ...provider, ...area }];
}

/** The answer of what-if. A centre that isn't approved yet is imagined as a new one. */
export async function imagine(area, context, signal) {
  const ask = async (known) =>
    (await sendJSON("POST", "/api/coverage/what-if", { changes: changesFor(area, known) }, { signal })).body;
  try {
    return await ask(context);
  } catch (error) {
    if (error.code !== "unknown_provider") throw error;
    return ask({ others: [], isInForce: false });
  }
}

/** The verdict on an area, `{geometry}` or `{lat, lng, radius_km}`; a circle's has it as it is stored. */
export async function check(area, signal) {
  return (await sendJSON("POST", "/api/geometry/check", area, { signal })).body;
}

/** The other areas in force of the centre, as polygons. */
export const othersOf = (areas, areaId) =>
  areas.filter((area) => area.id !== areaId && area.status === "in_force").flatMap((area) => polygonsOf(area.geometry));

/** Those that wait for a decision, changes of others included. */
export const waitingOf = (areas, areaId) => areas.filter((area) => area.id !== areaId)
  .flatMap((area) => (area.status === "proposed" ? [area] : area.replacement ? [area.replacement] : []))
  .flatMap((area) => polygonsOf(area.geometry));

// Whether a stored area is what was sent: the answer to a request may be lost on its way, and what was stored all the same
// mustn't be stored twice, nor be taken for somebody else's.

import { check } from "./preview.js";
import { extentOf, polygonsOf } from "./ground.js";

/** In km²: less than anybody draws. */
const nothing_km2 = 1e-4;

/** What of an area one works on: what waits for a decision, where something does, else the area as it is. */
export const workOf = ({ replacement, ...area }) =>
  (replacement ? { ...area, ...replacement, updated_at: replacement.created_at } : area);

/** `body` is what was sent. Asks the server where that was drawn: what it stores has other corners first, and parts united. */
export async function isOf(area, body) {
  const work = workOf(area);
  if (work.kind !== body.kind) return false;
  switch (body.kind) {
    case "pincodes": return [...work.pincodes].sort().join() === body.pincodes.join();
    case "district": return work.district_lgd === body.district_lgd;
    case "city": return work.city?.toLowerCase() === body.city.toLowerCase()
      && (body.district_lgd ?? work.district_lgd) === work.district_lgd;
    case "radius": return Math.abs(work.radius_km - body.radius_km) < 1e-6;
    default: return isSameGround(work, await check({ geometry: body.geometry }));
  }
}

const boxOf = ({ geometry }) => String(extentOf(polygonsOf(geometry)));

const isSameGround = (one, other) =>
  other.valid !== false && Math.abs(one.area_km2 - other.area_km2) < nothing_km2 && boxOf(one) === boxOf(other);

// Whether a stored area is what was sent: the answer to a request may be lost on its way, and what was stored all the same
// mustn't be stored twice, nor be taken for somebody else's.

import { check } from "./preview.js";
import { extentOf, polygonsOf } from "./ground.js";

/** In km²: less than anybody draws. */
const nothing_km2 = 1e-4;

/** What of an area one works on: what waits for a decision, where something does, else the area as it is. */
export const workOf = ({ replacement, ...area }) =>
  (replacement ? { ...area, ...replacement, updated_at: replacement.created_at } : area);

/**
 * A test whether a stored area is what `body` asks for. Of a drawing the server is asked once what it makes of it: stored
 * rings begin elsewhere, and parts that touch are one.
 */
export async function sameAs(body) {
  const drawn = body.kind === "polygon" ? await check({ geometry: body.geometry }) : null;
  return (area) => {
    const work = workOf(area);
    return work.kind === body.kind && isSame(work, body, drawn);
  };
}

function isSame(work, body, drawn) {
  switch (body.kind) {
    case "pincodes": return [...work.pincodes].sort().join() === body.pincodes.join();
    case "district": return work.district_lgd === body.district_lgd;
    case "city": return work.city?.toLowerCase() === body.city.toLowerCase()
      && (body.district_lgd ?? work.district_lgd) === work.district_lgd;
    case "radius": return Math.abs(work.radius_km - body.radius_km) < 1e-6;
    default: return drawn.valid && Math.abs(work.area_km2 - drawn.area_km2) < nothing_km2 && boxOf(work) === boxOf(drawn);
  }
}

const boxOf = ({ geometry }) => String(extentOf(polygonsOf(geometry)));

// Taking away what a pointer points at: a corner, else a hole, else a part of the area.

import { distance, isInRing } from "./rings.js";

/** Whether something was taken away. `reach` is in the map's metres. */
export function erase(canvas, coordinate, reach) {
  return eraseCorner(canvas, coordinate, reach) || eraseHole(canvas, coordinate) || erasePart(canvas, coordinate);
}

function eraseCorner(canvas, coordinate, reach) {
  const near = canvas.source.getFeatures().flatMap((feature) =>
    feature.getGeometry().getCoordinates().flatMap((ring, ringAt) =>
      ring.slice(0, -1).map((corner, at) => ({ feature, ringAt, at, away: distance(corner, coordinate) }))));
  const nearest = near.reduce((best, one) => (!best || one.away < best.away ? one : best), null);
  if (!nearest || nearest.away > reach) return false;
  const rings = nearest.feature.getGeometry().getCoordinates();
  const open = rings[nearest.ringAt].slice(0, -1);
  // A ring needs three corners; without them it is no ground.
  if (open.length <= 3) return removeRing(canvas, nearest.feature, nearest.ringAt);
  open.splice(nearest.at, 1);
  rings[nearest.ringAt] = [...open, open[0]];
  nearest.feature.getGeometry().setCoordinates(rings);
  return true;
}

function eraseHole(canvas, coordinate) {
  for (const feature of canvas.source.getFeatures()) {
    const at = feature.getGeometry().getCoordinates().findIndex((ring, index) => index > 0 && isInRing(coordinate, ring));
    if (at > 0) return removeRing(canvas, feature, at);
  }
  return false;
}

function erasePart(canvas, coordinate) {
  const feature = canvas.featureAt(coordinate);
  return feature ? removeRing(canvas, feature, 0) : false;
}

function removeRing(canvas, feature, ringAt) {
  if (ringAt === 0) {
    canvas.source.removeFeature(feature);
  } else {
    const rings = feature.getGeometry().getCoordinates();
    feature.getGeometry().setCoordinates(rings.filter((_ring, index) => index !== ringAt));
  }
  return true;
}

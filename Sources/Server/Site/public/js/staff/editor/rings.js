// Plain geometry on positions [x, y]. A polygon is a list of rings, the outline first; rings are closed (first = last).

/** Twice the signed area: positive where the ring runs counter-clockwise. */
export function turn(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum;
}

/** Even-odd rule; a point on the border may go either way. */
export function isInRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export const isInPolygon = (point, [outline, ...holes]) =>
  isInRing(point, outline) && !holes.some((hole) => isInRing(point, hole));

/** Where the segments ab and cd meet in one point, or null; parallel ones don't. */
export function crossing([ax, ay], [bx, by], [cx, cy], [dx, dy]) {
  const across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (across === 0) return null;
  const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / across;
  const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / across;
  if (t < 0 || t > 1 || u < 0 || u > 1) return null;
  return { t, u, point: [ax + t * (bx - ax), ay + t * (by - ay)] };
}

/** Whether the outlines of two rings meet anywhere. */
export function ringsMeet(a, b) {
  return a.some((point, i) => i + 1 < a.length
    && b.some((other, j) => j + 1 < b.length && crossing(point, a[i + 1], other, b[j + 1])));
}

/** Whether `ring` lies wholly on the polygon's ground. */
export function isWithin(ring, polygon) {
  return ring.every((point) => isInPolygon(point, polygon)) && !polygon.some((other) => ringsMeet(ring, other))
    && !polygon.slice(1).some((hole) => isInRing(hole[0], ring));
}

export const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

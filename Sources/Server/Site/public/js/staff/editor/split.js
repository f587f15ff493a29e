// Cutting a polygon along a line.
//
// All outlines and the line are cut where they meet; the pieces form a net whose faces are found by always taking the next
// piece clockwise. Faces that lie on the polygon's ground are the parts.

import { crossing, isInPolygon, isInRing, turn } from "./rings.js";

/**
 * The parts of `polygon` (at least two), or null where the line doesn't cut it through. Ends of the line that stand out,
 * or end within, count for nothing.
 */
export function split(polygon, line) {
  const edges = cutAtCrossings(polygon, line);
  const net = netOf(edges);
  prune(net);
  const rings = facesOf(net);
  const outlines = rings.filter((ring) => turn(ring) > 0 && isInPolygon(pointWithin(ring), polygon));
  if (outlines.length < 2) return null;
  const parts = withHoles(outlines, rings.filter((ring) => turn(ring) < 0));
  return isWhole(parts, polygon) ? parts : null;
}

const segmentsOf = (path) => path.slice(1).map((end, index) => [path[index], end]);

/** All segments, cut where a segment of the line meets one of a ring; those of the line only on the polygon's ground. */
function cutAtCrossings(polygon, line) {
  const borders = polygon.flatMap(segmentsOf).map((ends) => ({ ends, cuts: [] }));
  const cutters = segmentsOf(line).map((ends) => ({ ends, cuts: [] }));
  for (const cutter of cutters) {
    for (const other of [...borders, ...cutters]) {
      const met = other === cutter ? null : crossing(...cutter.ends, ...other.ends);
      if (!met) continue;
      cutter.cuts.push(met);
      if (!cutters.includes(other)) other.cuts.push({ t: met.u, point: met.point });
    }
  }
  const within = cutters.flatMap(piecesOf).filter(([a, b]) => isInPolygon(middle(a, b), polygon));
  return [...borders.flatMap(piecesOf), ...within];
}

function piecesOf({ ends, cuts }) {
  const points = [...cuts].sort((a, b) => a.t - b.t).map((cut) => cut.point);
  return segmentsOf([ends[0], ...points, ends[1]]).filter(([a, b]) => keyOf(a) !== keyOf(b));
}

const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

/** Points nearer than a tenth of a millimetre (in a map of metres) are one. */
const keyOf = ([x, y]) => `${Math.round(x * 1e4)} ${Math.round(y * 1e4)}`;

/** Each point's neighbours: a Map from a key to `{point, next: Map(key -> point)}`. */
function netOf(edges) {
  const net = new Map();
  const nodeAt = (point) => {
    const key = keyOf(point);
    if (!net.has(key)) net.set(key, { key, point, next: new Map() });
    return net.get(key);
  };
  for (const [a, b] of edges) {
    const [from, to] = [nodeAt(a), nodeAt(b)];
    from.next.set(to.key, to);
    to.next.set(from.key, from);
  }
  return net;
}

/** Takes away what ends nowhere. */
function prune(net) {
  const ends = [...net.values()].filter((node) => node.next.size === 1);
  while (ends.length > 0) {
    const node = ends.pop();
    for (const other of node.next.values()) {
      other.next.delete(node.key);
      if (other.next.size === 1) ends.push(other);
    }
    node.next.clear();
  }
}

const angle = (from, to) => Math.atan2(to.point[1] - from.point[1], to.point[0] - from.point[0]);

/** The neighbour that is next clockwise from where one came: so the face stays to the left. */
function following(before, node) {
  const back = angle(node, before);
  const turnTo = (other) => {
    const turned = (back - angle(node, other)) % (2 * Math.PI);
    return turned <= 1e-12 ? turned + 2 * Math.PI : turned;
  };
  return [...node.next.values()].reduce((best, other) => (turnTo(other) < turnTo(best) ? other : best));
}

function facesOf(net) {
  const walked = new Set();
  const rings = [];
  for (const node of net.values()) {
    for (const first of node.next.values()) {
      const ring = [node.point];
      let [before, at] = [node, first];
      while (!walked.has(`${before.key}>${at.key}`)) {
        walked.add(`${before.key}>${at.key}`);
        ring.push(at.point);
        [before, at] = [at, following(before, at)];
      }
      if (ring.length >= 4) rings.push(ring);
    }
  }
  return rings;
}

/** A point inside a ring: beside the middle of one of its edges, as near as need be. */
function pointWithin(ring) {
  for (let share = 1e-3; share > 1e-9; share /= 10) {
    for (const [a, b] of segmentsOf(ring)) {
      const [x, y] = middle(a, b);
      const point = [x - (b[1] - a[1]) * share, y + (b[0] - a[0]) * share];
      if (isInRing(point, ring)) return point;
    }
  }
  return ring[0];
}

/** Holes that the line didn't touch go to the part that they lie in. */
function withHoles(outlines, others) {
  return outlines.map((outline) => {
    const corners = new Set(outline.map(keyOf));
    const isHole = (ring) => ring.every((corner) => !corners.has(keyOf(corner)) && isInRing(corner, outline));
    return [outline, ...others.filter(isHole)];
  });
}

const ground = ([outline, ...holes]) =>
  holes.reduce((left, hole) => left - Math.abs(turn(hole)), Math.abs(turn(outline)));

/** Nothing may be lost or counted twice, as with a line that crosses itself. */
function isWhole(parts, polygon) {
  const sum = parts.reduce((total, part) => total + ground(part), 0);
  return Math.abs(sum - ground(polygon)) <= 1e-6 * ground(polygon);
}

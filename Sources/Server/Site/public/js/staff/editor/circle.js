// A circle on the ground as a polygon, to be shown and asked about. It is the one that the server stores (area_of_circle):
// corners on the geodesic circle of WGS 84, as many as it takes for an edge to stay within 10 m of it. A sphere's circle
// would be out by half a per cent, and by a pincode here and there.

const equator_m = 6_378_137;
const eccentricity2 = 0.00669437999014;
const radians = Math.PI / 180;

/** A list of one polygon, in degrees. */
export function circleAround({ lat, lng }, radius_km) {
  const corners = Math.max(64, 4 * Math.ceil(Math.PI / Math.acos(1 - Math.min(0.01 / radius_km, 0.01)) / 4));
  const ring = Array.from({ length: corners + 1 }, (_, corner) =>
    goFrom({ lat, lng }, (-2 * Math.PI * (corner % corners)) / corners, radius_km * 1000));
  return [[ring]];
}

/** Where one comes to, by azimuth in radians, after Gauss's mid-latitude formula: within 1 m at 75 km. */
function goFrom({ lat, lng }, azimuth, distance_m) {
  let [north, east] = [0, 0];
  for (let turn = 0; turn < 4; turn++) {
    const middle = lat * radians + north / 2;
    const halfway = azimuth + (east * Math.sin(middle)) / 2;
    const bend = 1 - eccentricity2 * Math.sin(middle) ** 2;
    north = (distance_m * Math.cos(halfway) * bend ** 1.5) / (equator_m * (1 - eccentricity2));
    east = (distance_m * Math.sin(halfway) * bend ** 0.5) / (equator_m * Math.cos(middle));
  }
  return [lng + east / radians, lat + north / radians].map((degrees) => Number(degrees.toFixed(7)));
}

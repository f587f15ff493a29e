// A circle on the ground as a polygon, to be shown and asked about. What is stored is made by the server.

const corners = 96;

/** A list of one polygon, in degrees. */
export function circleAround({ lat, lng }, radius_km) {
  const circle = ol.geom.Polygon.circular([lng, lat], radius_km * 1000, corners);
  return [circle.getCoordinates().map((ring) => ring.map((point) => point.map((degrees) => Number(degrees.toFixed(7)))))];
}

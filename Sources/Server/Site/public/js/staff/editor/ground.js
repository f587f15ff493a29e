// GeoJSON ground in degrees, and the same as coordinates of the map (EPSG:3857).

const grid = 1e7;
const onGrid = (degrees) => Math.round(degrees * grid) / grid;

/** The polygons of a GeoJSON Polygon, MultiPolygon, Feature or collection, as lists of rings in degrees. */
export function polygonsOf(geoJSON) {
  switch (geoJSON?.type) {
    case "Polygon": return [geoJSON.coordinates];
    case "MultiPolygon": return geoJSON.coordinates;
    case "Feature": return polygonsOf(geoJSON.geometry);
    case "FeatureCollection": return geoJSON.features.flatMap(polygonsOf);
    case "GeometryCollection": return geoJSON.geometries.flatMap(polygonsOf);
    default: return [];
  }
}

const convert = (polygons, point) => polygons.map((rings) => rings.map((ring) => ring.map(point)));

export const toMap = (polygons) => convert(polygons, (point) => ol.proj.fromLonLat(point));

/** On the grid of 1e-7 degrees that areas are stored on. */
export const toDegrees = (polygons) => convert(polygons, (point) => ol.proj.toLonLat(point).map(onGrid));

/**
 * Polygons as one ground. The server unites the members of a collection, so that parts may touch or overlap, as the two
 * sides of a cut do.
 */
export function together(polygons) {
  const geometries = polygons.map((coordinates) => ({ type: "Polygon", coordinates }));
  return geometries.length === 1 ? geometries[0] : { type: "GeometryCollection", geometries };
}

export const features = (polygons) =>
  toMap(polygons).map((rings) => new ol.Feature(new ol.geom.Polygon(rings)));

/** West, south, east, north, or null for no ground. */
export function extentOf(polygons) {
  const points = polygons.flatMap(([outline]) => outline);
  if (points.length === 0) return null;
  const [lngs, lats] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

export const vertexCount = (polygons) => polygons.flat().reduce((sum, ring) => sum + ring.length, 0);

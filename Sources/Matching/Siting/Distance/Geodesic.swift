import Glibc

/// Distances on WGS 84.
enum Geodesic {
    private static let a = 6_378_137.0
    private static let f = 1 / 298.257223563
    private static let b = a * (1 - f)

    /// Vincenty's inverse formula (1975), right to 0.1 mm for points that are not nearly antipodal.
    static func distance_m(_ from: GeoPoint, _ to: GeoPoint) -> Double {
        let (sinU1, cosU1) = reducedLatitude(from.lat)
        let (sinU2, cosU2) = reducedLatitude(to.lat)
        let L = (to.lng - from.lng) * .pi / 180
        var lambda = L
        for _ in 0..<100 {
            let (sinL, cosL) = (sin(lambda), cos(lambda))
            let x = cosU2 * sinL
            let y = cosU1 * sinU2 - sinU1 * cosU2 * cosL
            let sinSigma = (x * x + y * y).squareRoot()
            guard sinSigma > 0 else { return 0 }
            let cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosL
            let sigma = atan2(sinSigma, cosSigma)
            let sinAlpha = cosU1 * cosU2 * sinL / sinSigma
            let cos2Alpha = 1 - sinAlpha * sinAlpha
            let cos2M = cos2Alpha > 0 ? cosSigma - 2 * sinU1 * sinU2 / cos2Alpha : 0
            let C = f / 16 * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
            let before = lambda
            lambda =
                L + (1 - C) * f * sinAlpha
                * (sigma + C * sinSigma * (cos2M + C * cosSigma * (2 * cos2M * cos2M - 1)))
            guard abs(lambda - before) < 1e-12 else { continue }
            let u2 = cos2Alpha * (a * a - b * b) / (b * b)
            let A = 1 + u2 / 16384 * (4096 + u2 * (u2 * (320 - 175 * u2) - 768))
            let B = u2 / 1024 * (256 + u2 * (u2 * (74 - 47 * u2) - 128))
            let inner =
                cosSigma * (2 * cos2M * cos2M - 1)
                - B / 6 * cos2M * (4 * sinSigma * sinSigma - 3) * (4 * cos2M * cos2M - 3)
            return b * A * (sigma - B * sinSigma * (cos2M + B / 4 * inner))
        }
        return .infinity
    }

    private static func reducedLatitude(_ lat: Double) -> (sin: Double, cos: Double) {
        let u = atan((1 - f) * tan(lat * .pi / 180))
        return (sin(u), cos(u))
    }

    /// The point's place in space, in metres from the Earth's centre.
    static func position(_ point: GeoPoint) -> SIMD3<Double> {
        let (lat, lng) = (point.lat * .pi / 180, point.lng * .pi / 180)
        let e2 = f * (2 - f)
        let n = a / (1 - e2 * sin(lat) * sin(lat)).squareRoot()
        return [n * cos(lat) * cos(lng), n * cos(lat) * sin(lng), n * (1 - e2) * sin(lat)]
    }

    /// The smallest radius of curvature of the ellipsoid, at the equator northwards.
    static let leastRadius_m = b * b / a
}

/// A point of WGS 84 in degrees, held to 7 decimals (about a centimetre) as it is stored and shown.
package struct SamplePoint: Sendable, Equatable {
    package let lat: Double
    package let lng: Double

    package init(lat: Double, lng: Double) {
        self.lat = (lat * 1e7).rounded() / 1e7
        self.lng = (lng * 1e7).rounded() / 1e7
    }

    /// Kilometres in a degree of latitude at 11 degrees north, the middle of the state.
    private static let kmPerDegree = 110.61
    /// Kilometres in a degree of longitude on the equator.
    private static let kmPerDegreeOnEquator = 111.32

    /// The point moved east and north. Right to about 1 % within 100 km, which is plenty for scattering.
    func moved(eastKm: Double, northKm: Double) -> SamplePoint {
        SamplePoint(
            lat: lat + northKm / Self.kmPerDegree,
            lng: lng + eastKm / (Self.kmPerDegreeOnEquator * PortableMath.cos(degrees: lat)))
    }

    /// Distance in kilometres, right to about 1 % within the state.
    func distanceKm(to other: SamplePoint) -> Double {
        let north = (other.lat - lat) * Self.kmPerDegree
        let parallel = PortableMath.cos(degrees: (lat + other.lat) / 2)
        let east = (other.lng - lng) * Self.kmPerDegreeOnEquator * parallel
        return (north * north + east * east).squareRoot()
    }
}

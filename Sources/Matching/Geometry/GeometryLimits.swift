/// What a drawn or uploaded geometry may cost.
package enum GeometryLimits {
    /// Of the geometry's text, or of the file.
    package static let bytes = 256 << 10
    /// Positions, the closing one of each ring included; of the geometry as given and of the one that is stored, so
    /// that what was stored can be sent again.
    package static let vertices = 5000
    package static let rings = 50
    package static let area_km2 = 20_000.0
    /// How often the edges of several pieces may cross one another: each crossing becomes a vertex of their union.
    static let crossings = 5000
    /// The check's statement is ended after that.
    package static let statementSeconds = 2
    /// Objects and lists within each other, in what is not coordinates.
    package static let depth = 32
    /// Digits, sign, point and exponent of one number.
    static let numberLength = 64
}

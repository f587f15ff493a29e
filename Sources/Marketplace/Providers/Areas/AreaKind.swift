/// The ways in which a service area can be asked for.
package enum AreaKind: String, CaseIterable, Sendable {
    case pincodes, city, district, radius, polygon
}

package enum AreaStatus: String, CaseIterable, Sendable {
    /// Waits for an admin.
    case proposed
    case inForce = "in_force"
    case rejected
    /// Deleted: only its history is left.
    case withdrawn
    /// Of a version alone: another one came in its place.
    case superseded
}

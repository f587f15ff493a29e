/// How a centre came by a booking that it wasn't named for. The first of those considered that could be booked has it.
package struct AutoAssignment: Sendable, Decodable {
    package struct Considered: Sendable, Decodable {
        package let provider_id: Int64
        package let center_name: String
        package let distance_m: Double
        package let covers: Bool
        /// Resources that were free at the wished time.
        package let free: Int32
        /// The mean of its reviews; nil before the first.
        package let rating: Double?
    }

    package struct Excluded: Sendable, Decodable {
        package let provider_id: Int64
        package let center_name: String
        package let distance_m: Double
        /// `too_far` (walk-in: over 50 km), `closed` or `taken`.
        package let reason: String
    }

    /// The best one first.
    package let considered: [Considered]
    package let excluded: [Excluded]
}

/// A made-up repair network, drawn centre by centre from a seed.
///
/// The same ground, number of centres and seed give the same network, byte for byte, on any machine. Nothing
/// is kept but a few hundred recent centres, so a network of any size can be streamed.
///
/// The shares are exact to the card (`Deck`) and combine so that the asked number is the number of all
/// centres: 94 % stand by a post office, 3 % at the land border, 2 % on their pincode's point, 1 % are
/// duplicates of an earlier one; apart from that, 5 % of all are inactive, and of all 55 % serve a radius,
/// 35 % a list of pincodes, 10 % their district.
package struct SampleNetwork: Sequence, Sendable {
    package let centres: Int
    package let seed: UInt64
    private let sites: SampleSites
    private let cities: SampleCities

    /// Nil when the ground has no pincode to put a centre on, or `centres` is not above 0.
    package init?(ground: SampleGround, centres: Int, seed: UInt64) {
        let sites = SampleSites(ground: ground)
        guard centres > 0, sites.districtShares.contains(where: { $0 > 0 }) else { return nil }
        self.centres = centres
        self.seed = seed
        self.sites = sites
        cities = SampleCities(ground: ground)
    }

    package func makeIterator() -> SampleNetworkIterator {
        SampleNetworkIterator(sites: sites, cities: cities, centres: centres, seed: seed)
    }
}

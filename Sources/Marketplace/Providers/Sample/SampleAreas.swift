/// Draws the service areas of a network.
struct SampleAreas: Sendable {
    private let settlements: [SampleSettlement]
    private var kinds: Deck
    private var nearest: NearestPincodes

    init(ground: SampleGround, centres: Int) {
        settlements = ground.pincodes.map { SampleSettlement(cellAreaKm2: $0.cellAreaKm2) }
        kinds = Deck(cards: centres, shares: [55, 35, 10])
        nearest = NearestPincodes(ground: ground)
    }

    /// The next centre's area; `pincode` is its pincode's place in the ground's list. A radius is log-normal
    /// about the settlement's median, 2 to 60 km, to 100 m; a list has 3 to 25 pincodes.
    mutating func draw(
        pincode: Int, using generator: inout some RandomNumberGenerator
    ) -> SampleCentre.Area {
        switch kinds.draw(using: &generator) {
        case 0:
            let km = generator.logNormal(median: settlements[pincode].radiusKm, sigma: 0.5)
            return .radius(km: (min(60, max(2, km)) * 10).rounded() / 10)
        case 1:
            let count = 3 + generator.below(NearestPincodes.most - 2)
            return .pincodes(nearest.nearest(count, to: pincode))
        default:
            return .district
        }
    }
}

import Testing

@testable import Marketplace

@Suite struct SampleCitiesTests {
    @Test func `a district of city cells is one city, called by its seat`() {
        let names = cities(madeUpGround())
        #expect(names[1]?.allSatisfy { $0 == "Unopet" } == true)
    }

    @Test func `the seat names the pincodes within 8 km, the others are places of their own`() {
        // Duepet stands on the point of the first cell; the next is 11 km away.
        let names = cities(madeUpGround())
        #expect(names[2]?.first == "Duepet")
        #expect(names[2]?.dropFirst().first == "Place 600102")
        #expect(names[3]?.contains("Trepet") == false)
    }

    @Test func `without the seat near the nearest head post office names the city`() throws {
        var ground = madeUpGround()
        let index = try #require(ground.offices.firstIndex { $0.pincode == 600_203 })
        ground.offices[index].kind = .head
        ground.offices[index].area = "Tremarket"
        let others = [600_201, 600_202, 600_204, 600_205, 600_206].map { "Place \($0)" }
        #expect(cities(ground)[3] == others[..<2] + ["Tremarket"] + others[2...])
    }

    private func cities(_ ground: SampleGround) -> [Int32: [String]] {
        let named = zip(ground.pincodes.map(\.districtLGD), SampleCities(ground: ground).names)
        return Dictionary(grouping: named, by: \.0).mapValues { $0.map(\.1) }
    }
}

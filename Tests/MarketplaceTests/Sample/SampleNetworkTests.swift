import Testing

@testable import Marketplace

@Suite struct SampleNetworkTests {
    @Test func `a seed gives the same network, byte for byte, on any machine`() throws {
        let text = try copyText(centres: 400, seed: 1)
        #expect(text == (try copyText(centres: 400, seed: 1)))
        #expect(fnv1a(text) == 8339995352624311918)
    }

    @Test func `another seed gives another network`() throws {
        #expect(try copyText(centres: 400, seed: 1) != (try copyText(centres: 400, seed: 2)))
    }

    @Test func `the asked number is the number of all centres and every share is exact`() throws {
        let centres = try network(centres: 400, seed: 3)
        #expect(centres.map(\.number) == Array(1...400))
        let placed = SampleCentre.Placement.allCases.map { kind in centres.count { $0.placement == kind } }
        #expect(placed == [376, 12, 8, 4])
        #expect(centres.count { !$0.isActive } == 20)
        #expect(centres.count { if case .radius = $0.area { true } else { false } } == 220)
        #expect(centres.count { if case .pincodes = $0.area { true } else { false } } == 140)
        #expect(centres.count { $0.area == .district } == 40)
    }

    @Test func `a district's share is half by people, half by delivery offices`() throws {
        let ordinary = try network(centres: 4_000, seed: 4).filter { [.ordinary, .pincodeOnly].contains($0.placement) }
        // People 60, 30, 10 %; delivery offices a third each; 3,840 centres.
        let counts = [1, 2, 3].map { lgd in ordinary.count { $0.districtLGD == lgd } }
        #expect(counts == [1792, 1216, 832])
    }

    @Test func `every centre stands in its pincode's cell`() throws {
        let ground = madeUpGround()
        for centre in try network(centres: 2_000, seed: 5) where centre.placement != .duplicate {
            let pincode = try #require(ground.pincodes.first { $0.pincode == centre.pincode })
            #expect(pincode.cell.contains(centre.point), "\(centre.name)")
        }
    }

    @Test func `who gave the pincode alone stands on its point, who stands at the border is in its district`() throws {
        let ground = madeUpGround()
        for centre in try network(centres: 2_000, seed: 6) {
            let pincode = try #require(ground.pincodes.first { $0.pincode == centre.pincode })
            if centre.placement == .pincodeOnly {
                #expect(centre.point == pincode.point)
                #expect(centre.locationSource == "pincode_centroid")
            } else {
                #expect(centre.locationSource == "pin")
            }
            if centre.placement == .border { #expect(centre.districtLGD == 3) }
        }
    }

    @Test func `inactive centres are not approved`() throws {
        let centres = try network(centres: 200, seed: 7)
        #expect(centres.count { $0.status == "inactive" } == 10)
        #expect(centres.allSatisfy { $0.status == ($0.isActive ? "approved" : "inactive") })
    }

    @Test func `a duplicate is an earlier centre's shop and number under a varied name`() throws {
        let centres = try network(centres: 1_000, seed: 8)
        for centre in centres where centre.placement == .duplicate {
            let original = try #require(centres.first { $0.phone == centre.phone })
            #expect(original.number < centre.number)
            #expect(original.placement != .duplicate)
            #expect(original.point.distanceKm(to: centre.point) < 0.1)
            #expect(original.name != centre.name)
            #expect(original.offers == centre.offers && original.address == centre.address)
        }
        #expect(Set(centres.map(\.phone)).count == 990)
    }

    @Test func `radii and lists keep to their bounds and medians`() throws {
        let centres = try network(centres: 5_000, seed: 9)
        let radii = centres.filter { $0.districtLGD == 1 }.compactMap { centre -> Double? in
            guard case .radius(let km) = centre.area else { return nil }
            return km
        }
        #expect(radii.allSatisfy { (2...60).contains($0) })
        #expect(abs(radii.sorted()[radii.count / 2] - 5) < 0.5)
        let lists = centres.compactMap { centre -> (own: Int32, list: [Int32])? in
            guard case .pincodes(let list) = centre.area else { return nil }
            return (centre.pincode, list)
        }
        // The made-up state has 18 pincodes, so longer lists end there.
        #expect(lists.allSatisfy { (3...18).contains($0.list.count) && $0.list.first == $0.own })
        #expect(lists.allSatisfy { Set($0.list).count == $0.list.count })
        #expect(lists.contains { $0.list.count == 3 } && lists.contains { $0.list.count == 18 })
    }

    @Test func `everything shown says that it is a sample, and numbers are nobody's`() throws {
        for centre in try network(centres: 300, seed: 10) {
            #expect(centre.name.hasPrefix("Sample "))
            #expect(centre.address.contains("Sample Street"))
            #expect(centre.address.hasSuffix(" \(centre.pincode)"))
            #expect(centre.phone.hasPrefix("+916120") && centre.phone.count == 13)
        }
    }

    @Test func `hours are ascending minutes of the week that do not touch`() throws {
        for centre in try network(centres: 300, seed: 11) {
            #expect(!centre.openMinutes.isEmpty)
            #expect(centre.openMinutes.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 10_080 })
            for (one, next) in zip(centre.openMinutes, centre.openMinutes.dropFirst()) {
                #expect(one.upperBound < next.lowerBound)
            }
        }
    }

    @Test func `every centre offers the general service at a price in whole tens of rupees`() throws {
        for centre in try network(centres: 300, seed: 12) {
            #expect(centre.offers.first?.service == "general_service")
            #expect(centre.offers.allSatisfy { $0.pricePaise > 0 && $0.pricePaise % 1000 == 0 && $0.minutes > 0 })
            #expect(Set(centre.offers.map(\.service)).count == centre.offers.count)
        }
    }

    @Test(arguments: [1, 2, 7, 33]) func `small networks work too`(size: Int) throws {
        #expect(try network(centres: size, seed: 13).count == size)
    }

    @Test func `without ground there is no network`() {
        let nothing = SampleGround(districts: [], pincodes: [], offices: [], borderPoints: [])
        #expect(SampleNetwork(ground: nothing, centres: 400, seed: 1) == nil)
        #expect(SampleNetwork(ground: madeUpGround(), centres: 0, seed: 1) == nil)
    }

    @Test func `text that would break a line is escaped`() throws {
        var centre = try #require(try network(centres: 1, seed: 1).first)
        centre.name = "a\tb\\c\nd"
        centre.area = .district
        var line: [UInt8] = []
        centre.appendCopyText(to: &line)
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.hasPrefix("1\ta\\tb\\\\c\\nd\t"))
        #expect(text.hasSuffix("\tdistrict\t\\N\t\\N\n"))
        #expect(text.count { $0 == "\t" } == SampleCentre.copyColumns.count { $0 == "," })
    }

    private func network(centres: Int, seed: UInt64) throws -> [SampleCentre] {
        Array(try #require(SampleNetwork(ground: madeUpGround(), centres: centres, seed: seed)))
    }

    private func copyText(centres: Int, seed: UInt64) throws -> [UInt8] {
        var text: [UInt8] = []
        for centre in try network(centres: centres, seed: seed) { centre.appendCopyText(to: &text) }
        return text
    }

    private func fnv1a(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

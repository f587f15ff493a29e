package struct SampleNetworkIterator: IteratorProtocol, Sendable {
    /// How many earlier centres a duplicate is chosen from.
    private static let remembered = 500

    private let sites: SampleSites
    private let cities: SampleCities
    private let centres: Int
    private var generator: PCG64
    private var placements: Deck
    private var districts: Deck
    private var activity: Deck
    private var areas: SampleAreas
    private var recent: [SampleCentre] = []
    private var drawn = 0

    init(sites: SampleSites, cities: SampleCities, centres: Int, seed: UInt64) {
        self.sites = sites
        self.cities = cities
        self.centres = centres
        generator = PCG64(seed: seed)
        let border = sites.borderSites.isEmpty ? 0.0 : 3.0
        let placements = Deck(cards: centres, shares: [97 - border, border, 2, 1])
        let inDistricts = [SampleCentre.Placement.ordinary, .pincodeOnly].map { placements.left[$0.rawValue] }
        self.placements = placements
        districts = Deck(cards: inDistricts.reduce(0, +), shares: sites.districtShares)
        activity = Deck(cards: centres, shares: [95, 5])
        areas = SampleAreas(ground: sites.ground, centres: centres)
    }

    package mutating func next() -> SampleCentre? {
        guard drawn < centres else { return nil }
        drawn += 1
        let placement = drawPlacement()
        guard placement != .duplicate else { return duplicate() }
        let centre = newCentre(placement)
        remember(centre)
        return centre
    }

    private mutating func drawPlacement() -> SampleCentre.Placement {
        if recent.isEmpty {
            placements.take(SampleCentre.Placement.ordinary.rawValue)
            return .ordinary
        }
        return SampleCentre.Placement.allCases[placements.draw(using: &generator)]
    }

    private mutating func remember(_ centre: SampleCentre) {
        if recent.count < Self.remembered {
            recent.append(centre)
        } else {
            recent[drawn % Self.remembered] = centre
        }
    }

    private mutating func newCentre(_ placement: SampleCentre.Placement) -> SampleCentre {
        let spot = placement == .border ? borderSpot() : districtSpot(scattered: placement == .ordinary)
        let pincode = sites.ground.pincodes[spot.pincode]
        let district = sites.ground.districts[spot.district]
        let city = cities.names[spot.pincode]
        return SampleCentre(
            number: drawn, placement: placement,
            name: SampleWording.name(number: drawn, place: spot.place, using: &generator),
            address: SampleWording.address(
                number: 1 + generator.below(200), place: spot.place, city: city, district: district.name,
                pincode: pincode.pincode),
            city: city, districtLGD: district.lgd, pincode: pincode.pincode, pincodeIndex: spot.pincode,
            phone: SampleWording.phone(number: drawn), point: spot.point, isActive: drawIsActive(),
            openMinutes: SampleHours.draw(using: &generator), offers: SampleOffer.draw(using: &generator),
            area: areas.draw(pincode: spot.pincode, using: &generator))
    }

    private mutating func duplicate() -> SampleCentre {
        var centre = recent[generator.below(recent.count)]
        centre.number = drawn
        centre.placement = .duplicate
        centre.name = SampleWording.varied(name: centre.name)
        // As far apart as two phones standing under one roof.
        centre.point = scattered(around: centre.point, km: 0.01)
        centre.isActive = drawIsActive()
        centre.area = areas.draw(pincode: centre.pincodeIndex, using: &generator)
        return centre
    }

    private mutating func drawIsActive() -> Bool {
        activity.draw(using: &generator) == 0
    }
}

// MARK: - The place

extension SampleNetworkIterator {
    private struct Spot {
        /// Place in `ground.districts`.
        var district: Int
        /// Place in `ground.pincodes`.
        var pincode: Int
        var place: String
        var point: SamplePoint
    }

    private mutating func districtSpot(scattered: Bool) -> Spot {
        let district = districts.draw(using: &generator)
        let (index, office) = sites.draw(district: district, using: &generator)
        let pincode = sites.ground.pincodes[index]
        guard scattered else {
            return Spot(district: district, pincode: index, place: pincode.name, point: pincode.point)
        }
        return Spot(
            district: district, pincode: index, place: office?.area ?? pincode.name,
            point: point(near: office?.point ?? pincode.point, in: pincode))
    }

    private mutating func borderSpot() -> Spot {
        let border = sites.borderSites[generator.below(sites.borderSites.count)]
        let pincode = sites.ground.pincodes[border.pincode]
        return Spot(
            district: sites.district(ofPincode: border.pincode), pincode: border.pincode, place: pincode.name,
            point: point(near: border.point, in: pincode))
    }

    /// A point of the pincode's cell near `base`; when the cell is not there (an office far from the others, say)
    /// near the pincode's own point; and when that one is outside too, near a point that is in the cell.
    private mutating func point(near base: SamplePoint, in pincode: SampleGround.Pincode) -> SamplePoint {
        let km = SampleSettlement(cellAreaKm2: pincode.cellAreaKm2).scatterKm
        for origin in [base, pincode.point, pincode.cellPoint] {
            for _ in 0..<16 {
                let point = scattered(around: origin, km: km)
                if pincode.cell.contains(point) { return point }
            }
        }
        return pincode.cellPoint
    }

    private mutating func scattered(around base: SamplePoint, km: Double) -> SamplePoint {
        let (east, north) = generator.gaussianPair()
        return base.moved(eastKm: east * km, northKm: north * km)
    }
}

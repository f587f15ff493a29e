/// Where centres stand and how likely: the ground, sorted for drawing.
struct SampleSites: Sendable {
    /// A pincode as seen from one district, with its accepted offices there.
    struct Site: Sendable {
        var pincode: Int
        var offices: [SampleGround.Office]
    }

    /// A point on the state's land border, and the place in `ground.pincodes` of the pincode there.
    struct BorderSite: Sendable {
        var pincode: Int
        var point: SamplePoint
    }

    let ground: SampleGround
    let borderSites: [BorderSite]
    /// In the order of `ground.districts`: half the share of its people, half that of its delivery offices.
    let districtShares: [Double]
    /// In the order of `ground.districts`.
    private let sites: [[Site]]
    private let siteChoices: [WeightedChoice]
    private let districtIndex: [Int32: Int]

    init(ground: SampleGround) {
        let pincodeIndex = Self.index(ground.pincodes.map(\.pincode))
        let districtIndex = Self.index(ground.districts.map(\.lgd))
        var drafts = Array(repeating: SiteDrafts(), count: ground.districts.count)
        for (index, pincode) in ground.pincodes.enumerated() {
            guard let district = districtIndex[pincode.districtLGD] else { continue }
            drafts[district].add(pincode: index)
        }
        for office in ground.offices {
            guard let district = districtIndex[office.districtLGD], let pincode = pincodeIndex[office.pincode]
            else { continue }
            drafts[district].add(office, pincode: pincode)
        }
        self.ground = ground
        borderSites = ground.borderPoints.compactMap { border in
            pincodeIndex[border.pincode].map { BorderSite(pincode: $0, point: border.point) }
        }
        self.districtIndex = districtIndex
        sites = drafts.map(\.sites)
        siteChoices = drafts.map { WeightedChoice(weights: $0.weights) }
        districtShares = Self.shares(ground.districts, drafts)
    }

    /// A pincode of the district, by the weight of its offices, and one of those accepted there; nil when
    /// the pincode has none with a usable point.
    func draw(
        district: Int, using generator: inout some RandomNumberGenerator
    ) -> (pincode: Int, office: SampleGround.Office?) {
        let site = sites[district][siteChoices[district].draw(using: &generator)]
        let office = site.offices.isEmpty ? nil : site.offices[generator.below(site.offices.count)]
        return (site.pincode, office)
    }

    /// The main district of the pincode at this place in `ground.pincodes`, as a place in `ground.districts`.
    func district(ofPincode index: Int) -> Int {
        districtIndex[ground.pincodes[index].districtLGD] ?? 0
    }

    private static func index(_ keys: [Int32]) -> [Int32: Int] {
        Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    }

    private static func shares(_ districts: [SampleGround.District], _ drafts: [SiteDrafts]) -> [Double] {
        let people = Double(max(1, districts.map(\.population).reduce(0, +)))
        let offices = Double(max(1, drafts.map(\.deliveryOffices).reduce(0, +)))
        return zip(districts, drafts).map { district, draft in
            guard draft.weights.contains(where: { $0 > 0 }) else { return 0 }
            return (Double(district.population) / people + Double(draft.deliveryOffices) / offices) / 2
        }
    }
}

/// The sites of one district while they are collected.
private struct SiteDrafts {
    var sites: [SampleSites.Site] = []
    var weights: [Int] = []
    var deliveryOffices = 0
    private var position: [Int: Int] = [:]

    mutating func add(pincode: Int) {
        guard position[pincode] == nil else { return }
        position[pincode] = sites.count
        sites.append(SampleSites.Site(pincode: pincode, offices: []))
        weights.append(0)
    }

    mutating func add(_ office: SampleGround.Office, pincode: Int) {
        add(pincode: pincode)
        guard let site = position[pincode] else { return }
        weights[site] += Self.weight(office)
        if office.point != nil { sites[site].offices.append(office) }
        if office.delivers { deliveryOffices += 1 }
    }

    private static func weight(_ office: SampleGround.Office) -> Int {
        switch (office.kind, office.delivers) {
        case (.head, _): 12
        case (.sub, true): 5
        case (.sub, false): 2
        case (.branch, _): 1
        }
    }
}

/// The city each pincode is said to belong to.
struct SampleCities: Sendable {
    /// As far as a town is taken to reach.
    private static let townReachKm = 8.0

    /// In the order of `ground.pincodes`.
    let names: [String]

    /// A district made of city cells (Chennai) is one city, called by its seat. Elsewhere the pincode belongs to
    /// the district's seat or else to the nearest head post office of the district, if one lies within 8 km; and
    /// without one it is a place of its own.
    init(ground: SampleGround) {
        let districts = ground.districts.map { district in
            Towns(district: district, pincodes: ground.pincodes.filter { $0.districtLGD == district.lgd })
        }
        let points = Dictionary(ground.pincodes.map { ($0.pincode, $0.point) }, uniquingKeysWith: { first, _ in first })
        var towns = Dictionary(districts.map { ($0.lgd, $0) }, uniquingKeysWith: { first, _ in first })
        for office in ground.offices where office.kind == .head {
            // The pincode's point, since a head office's own is often no better than the others'.
            guard let point = points[office.pincode] else { continue }
            towns[office.districtLGD]?.headOffices.append((office.area, point))
        }
        names = ground.pincodes.map { towns[$0.districtLGD]?.city(of: $0) ?? $0.name }
    }

    /// The towns of one district.
    private struct Towns {
        let lgd: Int32
        let seat: (name: String, point: SamplePoint?)
        let isOneCity: Bool
        var headOffices: [(name: String, point: SamplePoint)] = []

        init(district: SampleGround.District, pincodes: [SampleGround.Pincode]) {
            let urban = pincodes.count { SampleSettlement(cellAreaKm2: $0.cellAreaKm2) == .city }
            lgd = district.lgd
            seat = (district.seat, district.seatPoint)
            isOneCity = urban * 10 >= pincodes.count * 8 && urban > 0
        }

        func city(of pincode: SampleGround.Pincode) -> String? {
            if isOneCity { return seat.name }
            if let point = seat.point, point.distanceKm(to: pincode.point) <= townReachKm { return seat.name }
            return headOffices.map { (name: $0.name, km: $0.point.distanceKm(to: pincode.point)) }
                .filter { $0.km <= townReachKm }
                .min { $0.km < $1.km }?.name
        }
    }
}

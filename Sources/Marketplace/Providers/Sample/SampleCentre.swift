/// One made-up centre. Everything a person sees of it says that it is a sample, and no person is named.
package struct SampleCentre: Sendable, Equatable {
    /// How the centre came to its point.
    package enum Placement: Int, CaseIterable, Sendable {
        /// Near a post office of a drawn pincode.
        case ordinary
        /// Near the state's land border.
        case border
        /// Gave its pincode only and stands on the pincode's point.
        case pincodeOnly
        /// Registered a second time: another centre's shop, number and offers under a varied name.
        case duplicate
    }

    /// The service area asked for.
    package enum Area: Sendable, Equatable {
        case radius(km: Double)
        /// The pincodes nearest to the centre's own, itself first.
        case pincodes([Int32])
        case district
    }

    /// 1, 2, 3 ... in the order drawn.
    package var number: Int
    package var placement: Placement
    package var name: String
    package var address: String
    package var city: String
    package var districtLGD: Int32
    package var pincode: Int32
    /// The pincode's place in the ground's list.
    var pincodeIndex: Int
    package var phone: String
    package var point: SamplePoint
    package var isActive: Bool
    package var openMinutes: [Range<Int>]
    package var offers: [SampleOffer]
    package var area: Area

    package var locationSource: String { placement == .pincodeOnly ? "pincode_centroid" : "pin" }
    package var status: String { isActive ? "approved" : "inactive" }
}

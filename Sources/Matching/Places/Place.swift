/// A place that a person may mean by a name.
package struct Place: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case pincode, district, city, town, locality
        case postOffice = "post_office"
    }

    package let kind: Kind
    /// The name shown: for a pincode its digits and name.
    package let label: String
    /// Nil where no Tamil name is known.
    package let label_ta: String?
    /// A district's is that of its seat.
    package let pincode: Pincode
    package let district: District
    package let location: GeoPoint
}

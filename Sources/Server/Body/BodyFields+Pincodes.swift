import Matching

extension BodyFields {
    static let mostPincodes = 2500

    /// A list of one at least, each as text or as a number.
    mutating func pincodes(_ name: String) throws -> [Pincode]? {
        guard let values = try array(name, atMost: Self.mostPincodes) else { return nil }
        guard !values.isEmpty else { throw wrong(name, "must name at least one pincode") }
        return try values.enumerated().map { index, value in
            let pincode: Pincode? =
                switch value {
                case .string(let text): Pincode(text)
                case .integer(let number): Int32(exactly: number).flatMap { Pincode($0) }
                default: nil
                }
            guard let pincode else { throw Problem.invalidPincode(path("\(name)[\(index)]")) }
            return pincode
        }
    }
}

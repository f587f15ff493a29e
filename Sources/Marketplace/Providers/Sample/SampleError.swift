/// Why a sample network could not be loaded. The database is as it was before.
package enum SampleError: Error, Equatable {
    /// Fewer than 1 centre or more than 500,000 were asked for.
    case centresOutOfRange(Int)
    /// There are no districts, pincodes, cells or post offices to put centres on.
    case geodataNotLoaded
    /// The catalogue lacks services that the sample offers.
    case servicesMissing([String])
    /// The cell of this pincode is not a polygon.
    case unreadableCell(pincode: Int32)
}

extension SampleError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .centresOutOfRange(let centres):
            "a sample has 1 to 500000 centres, not \(centres)"
        case .geodataNotLoaded:
            "the geodata is not loaded yet, and sample centres stand on it: run `istri geodata load` first"
        case .servicesMissing(let services):
            "the services catalogue lacks \(services.joined(separator: ", ")): run `istri migrate` first"
        case .unreadableCell(let pincode):
            "the cell of pincode \(pincode) is not a polygon: run `istri geodata load` again"
        }
    }
}

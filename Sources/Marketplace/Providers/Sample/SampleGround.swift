/// What the sample network is scattered on: a plain copy of the loaded geodata, without a database.
///
/// The order of each list is part of the result: the same lists in the same order and the same seed
/// give the same network.
package struct SampleGround: Sendable {
    package struct District: Sendable {
        var lgd: Int32
        var name: String
        var seat: String
        /// Nil when no head or sub post office bears the seat's name.
        var seatPoint: SamplePoint?
        var population: Int
    }

    package struct Pincode: Sendable {
        var pincode: Int32
        var name: String
        var districtLGD: Int32
        /// Mostly in the cell, but not always: an estimate can fall among another pincode's offices.
        var point: SamplePoint
        var cell: CellShape
        /// A point that does lie in the cell.
        var cellPoint: SamplePoint
        var cellAreaKm2: Double
    }

    package struct Office: Sendable {
        var pincode: Int32
        var area: String
        var districtLGD: Int32
        var kind: Kind
        var delivers: Bool
        /// Nil when the directory's coordinates were missing or dropped.
        var point: SamplePoint?

        package enum Kind: String, Sendable {
            case head = "HO"
            case sub = "SO"
            case branch = "BO"
        }
    }

    /// A place on the state's land border and the pincode that lies there.
    package struct BorderPoint: Sendable {
        var pincode: Int32
        var point: SamplePoint
    }

    /// By LGD code.
    var districts: [District]
    /// By pincode.
    var pincodes: [Pincode]
    /// By the directory's line.
    var offices: [Office]
    var borderPoints: [BorderPoint]
}

import HTTPTypes
import Matching

extension Problem {
    static var unknownTile: Problem {
        Problem(
            .notFound, "unknown_tile",
            "There is no such tile: z goes from 0 to \(TileAddress.zooms.upperBound), x and y from 0 to 2^z - 1.")
    }
}

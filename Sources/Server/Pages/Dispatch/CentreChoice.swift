import Matching
import Postgres

/// The approved centre that somebody means by its number or a part of its name.
enum CentreChoice: Sendable {
    case one(Centre)
    /// The first of them by name.
    case several([Centre])
    case none

    private static let mostShown = 12
    private static let longestName = 100

    static func find(_ text: String, on database: some PostgresQueryable) async throws -> CentreChoice {
        if let id = Int64(text) {
            do {
                return .one(try await CentreDetail.find(id, on: database).centre)
            } catch MatchingError.unknownCentre {
                return .none
            }
        }
        guard text.count <= longestName else { return .none }
        let found = try await CentreList(q: text, limit: mostShown).page(on: database).centres
        return found.count == 1 ? .one(found[0]) : found.isEmpty ? .none : .several(found)
    }
}

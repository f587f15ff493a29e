import Matching
import Postgres

/// What somebody adds to the imagined changes by one of the page's two forms.
enum WhatIfForm {
    enum Outcome {
        case nothing
        case change(ImaginedChange)
        /// One of these centres is meant.
        case choices([Centre])
        case problems([FormProblem], (any Error)?)
    }

    /// - Parameter query: `place` (or `pincode`, as the map's form has it) and `radius_km`, or `centre`.
    static func added(
        _ query: PageQuery, to changes: [ImaginedChange], on pool: PostgresPool
    ) async throws -> Outcome {
        let outcome: Outcome
        if let place = query.text("place") ?? query.text("pincode") {
            outcome = try await opening(at: place, query, on: pool)
        } else if let centre = query.text("centre") {
            outcome = try await closing(centre, on: pool)
        } else {
            // An empty field that was sent: the person is told what is missing.
            let empty = ["place", "pincode", "centre"].first(where: query.form.has)
            guard let empty else { return .nothing }
            return .problems([FormProblem(field: empty == "centre" ? "centre" : "place", code: "missing")], nil)
        }
        if case .change(let change) = outcome, changes.count >= WhatIf.mostChanges, !changes.contains(change) {
            return .problems([FormProblem(field: "place", code: "too_many")], nil)
        }
        return outcome
    }

    private static func opening(at place: String, _ query: PageQuery, on pool: PostgresPool) async throws -> Outcome {
        var form = FormReader(query.form)
        let radius_km = query.text("radius_km").flatMap(QueryParameters.finiteNumber)
            .flatMap { ImaginedChange.radii_km.contains($0) ? $0 : nil }
        if radius_km == nil { form.note("radius_km", query.text("radius_km") == nil ? "missing" : "not_imaginable") }
        let pincode = try await pincode(of: place, on: pool)
        if pincode == nil { form.note("place", "wrong") }
        guard form.isFine, let radius_km, let pincode else { return .problems(form.problems, nil) }
        return .change(.opening(pincode, radius_km: radius_km))
    }

    /// As it was typed, or that of the place of that name; nil when there is none.
    private static func pincode(of text: String, on pool: PostgresPool) async throws -> Pincode? {
        do {
            if let pincode = Pincode(typed: text) { return try await PincodeFacts.find(pincode, on: pool).pincode }
            return try await places(matching: text, limit: 1, on: pool).first?.pincode
        } catch is MatchingError {
            return nil
        } catch is PlaceSearchError {
            return nil
        }
    }

    private static func closing(_ text: String, on pool: PostgresPool) async throws -> Outcome {
        switch try await CentreChoice.find(text, on: pool) {
        case .one(let centre): .change(.closing(centre.id))
        case .several(let centres): .choices(centres)
        case .none: .problems([FormProblem(field: "centre", code: "wrong")], nil)
        }
    }
}

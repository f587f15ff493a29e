import Postgres

extension NearestRequest {
    /// Asks the database, in one round trip; in two when a service is asked for that nobody near offers.
    ///
    /// - Throws: `MatchingError.unknownPincode`, `.outsideServiceRegion`, `.unknownService`.
    package func answer(on database: some PostgresQueryable) async throws -> NearestAnswer {
        guard let answer = try NearestAnswer(await database.query(query)) else { throw origin.whenUnknown }
        if answer.centres.isEmpty, let service { try await RepairService.checkExists(service, on: database) }
        return answer
    }

    /// One statement per kind of question, so that each keeps its own plan.
    var query: Query {
        let k = Int32(limit)
        switch (origin, mode, service) {
        case (.pincode(let pincode), .walkIn, nil):
            return "SELECT * FROM nearest_to_pincode(\(pincode.number), \(k), \(radius_m))"
        case (.pincode(let pincode), .walkIn, let service?):
            return "SELECT * FROM nearest_to_pincode_for_service(\(pincode.number), \(service), \(k), \(radius_m))"
        case (.pincode(let pincode), .doorstep, _):
            return "SELECT * FROM nearest_covering_pincode(\(pincode.number), \(service), \(k), \(radius_m))"
        case (.point(let point), .walkIn, nil):
            return """
                SELECT * FROM nearest_to_point(\(point.lat), \(point.lng), \(k), \(radius_m))
                WHERE EXISTS (SELECT FROM districts_near(\(point.lat), \(point.lng)))
                """
        case (.point(let point), .walkIn, let service?):
            return """
                SELECT * FROM nearest_to_point_for_service(\(point.lat), \(point.lng), \(service), \(k), \(radius_m))
                WHERE EXISTS (SELECT FROM districts_near(\(point.lat), \(point.lng)))
                """
        case (.point(let point), .doorstep, _):
            return """
                SELECT * FROM nearest_covering_point(\(point.lat), \(point.lng), \(service), \(k), \(radius_m))
                WHERE EXISTS (SELECT FROM districts_near(\(point.lat), \(point.lng)))
                """
        }
    }
}

extension NearestRequest.Origin {
    /// What it means when the database has no row for the origin.
    var whenUnknown: MatchingError {
        switch self {
        case .pincode(let pincode): .unknownPincode(pincode)
        case .point: .outsideServiceRegion
        }
    }
}

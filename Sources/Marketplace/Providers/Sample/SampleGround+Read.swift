import Postgres

extension SampleGround {
    /// Reads the loaded geodata: 16 MB in memory, half a second, of which the border takes most.
    ///
    /// - Throws: `SampleError.geodataNotLoaded`, `.unreadableCell`, `PostgresError`.
    static func read(from database: some PostgresQueryable) async throws -> SampleGround {
        let ground = SampleGround(
            districts: try await readDistricts(database), pincodes: try await readPincodes(database),
            offices: try await readOffices(database), borderPoints: try await readBorderPoints(database))
        guard !ground.districts.isEmpty, !ground.pincodes.isEmpty, !ground.offices.isEmpty else {
            throw SampleError.geodataNotLoaded
        }
        return ground
    }

    private static func readDistricts(_ database: some PostgresQueryable) async throws -> [District] {
        let rows = try await database.query(
            """
            SELECT d.lgd, d.name, d.seat, d.population, seat.lat, seat.lng
            FROM districts AS d LEFT JOIN LATERAL (
                SELECT p.lat, p.lng FROM post_offices AS o JOIN pincodes AS p USING (pincode)
                WHERE o.district_lgd = d.lgd AND o.office_type IN ('HO', 'SO')
                    AND name_key(office_label(o.area)) = name_key(d.seat)
                ORDER BY o.office_type = 'SO', o.id LIMIT 1
            ) AS seat ON true
            ORDER BY d.lgd
            """)
        return try rows.map { row in
            let (lgd, name, seat, population, lat, lng) = try row.decode(
                Int32.self, String.self, String.self, Int32.self, Double?.self, Double?.self)
            return District(
                lgd: lgd, name: name, seat: seat, seatPoint: point(lat, lng), population: Int(population))
        }
    }

    private static func readPincodes(_ database: some PostgresQueryable) async throws -> [Pincode] {
        let rows = try await database.query(
            """
            SELECT p.pincode, p.name, p.district_lgd, p.lat, p.lng, c.area_km2, ST_AsBinary(c.geom, 'NDR'),
                ST_Y(inner_point), ST_X(inner_point)
            FROM pincodes AS p JOIN pincode_cells AS c USING (pincode), ST_PointOnSurface(c.geom) AS inner_point
            ORDER BY p.pincode
            """)
        return try rows.map { row in
            let (pincode, name, district, lat, lng, areaKm2, wkb, innerLat, innerLng) = try row.decode(
                Int32.self, String.self, Int32.self, Double.self, Double.self, Double.self, [UInt8].self,
                Double.self, Double.self)
            guard let cell = CellShape(wkb: wkb) else { throw SampleError.unreadableCell(pincode: pincode) }
            return Pincode(
                pincode: pincode, name: name, districtLGD: district, point: SamplePoint(lat: lat, lng: lng),
                cell: cell, cellPoint: SamplePoint(lat: innerLat, lng: innerLng), cellAreaKm2: areaKm2)
        }
    }

    private static func readOffices(_ database: some PostgresQueryable) async throws -> [Office] {
        let rows = try await database.query(
            """
            SELECT o.pincode, office_label(o.area), coalesce(o.district_lgd, p.district_lgd), o.office_type,
                o.delivers, o.lat, o.lng
            FROM post_offices AS o JOIN pincodes AS p USING (pincode) ORDER BY o.id
            """)
        return try rows.map { row in
            let (pincode, area, district, kind, delivers, lat, lng) = try row.decode(
                Int32.self, String.self, Int32.self, String.self, Bool.self, Double?.self, Double?.self)
            return Office(
                pincode: pincode, area: area, districtLGD: district, kind: Office.Kind(rawValue: kind) ?? .branch,
                delivers: delivers, point: point(lat, lng))
        }
    }

    private static func readBorderPoints(_ database: some PostgresQueryable) async throws -> [BorderPoint] {
        try await database.query("SELECT pincode, lat, lng FROM sample_border_points()").map { row in
            let (pincode, lat, lng) = try row.decode(Int32.self, Double.self, Double.self)
            return BorderPoint(pincode: pincode, point: SamplePoint(lat: lat, lng: lng))
        }
    }

    private static func point(_ lat: Double?, _ lng: Double?) -> SamplePoint? {
        guard let lat, let lng else { return nil }
        return SamplePoint(lat: lat, lng: lng)
    }
}

/// The member `crs` that GeoJSON had until 2016 and programs still write.
enum NamedSystem {
    /// The SRID that it names; nil when it is null.
    ///
    /// The axis order that some of these names imply is not followed: GeoJSON has x first, and so do the programs that
    /// write them.
    static func srid(_ cursor: inout JSONCursor) throws -> Int? {
        guard cursor.peek() == UInt8(ascii: "{") else {
            try cursor.skipValue()
            return nil
        }
        var name: String?
        try cursor.members { cursor, member in
            guard member == "properties", cursor.peek() == UInt8(ascii: "{") else { return try cursor.skipValue() }
            try cursor.members { cursor, member in
                guard member == "name", cursor.peek() == UInt8(ascii: "\"") else { return try cursor.skipValue() }
                name = try cursor.string()
            }
        }
        guard let name else { throw GeometryRefusal(.unknownSystem("crs")) }
        guard let srid = srid(named: name) else { throw GeometryRefusal(.unknownSystem(String(name.prefix(100)))) }
        return srid
    }

    /// `EPSG:32644`, `urn:ogc:def:crs:EPSG::32644` with or without a version, or WGS 84 with longitude first.
    private static func srid(named name: String) -> Int? {
        let words = name.uppercased().split(separator: ":", omittingEmptySubsequences: false)
        if words.last == "CRS84" { return 4326 }
        let isURN = words.count == 7 && words[0] == "URN" && words[4] == "EPSG"
        guard isURN || words.count == 2 && words[0] == "EPSG", let number = words.last.flatMap({ Int($0) }),
            number > 0
        else { return nil }
        return number
    }
}

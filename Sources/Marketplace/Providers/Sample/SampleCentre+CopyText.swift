extension SampleCentre {
    /// The columns `appendCopyText(to:)` writes, in its order.
    static let copyColumns = """
        number, center_name, address, city, district_lgd, pincode, phone, lat, lng, location_source, status, \
        open_minutes, services, prices_paise, service_minutes, area_kind, radius_km, pincodes
        """

    /// Appends the centre as a line of PostgreSQL's COPY text format.
    func appendCopyText(to line: inout [UInt8]) {
        var fields = CopyFields(bytes: line)
        line = []
        fields.add(String(number))
        for text in [name, address, city] { fields.add(text) }
        for code in [districtLGD, pincode] { fields.add(String(code)) }
        fields.add(phone)
        for degrees in [point.lat, point.lng] { fields.add(degrees.description) }
        fields.add(locationSource)
        fields.add(status)
        fields.add(braced(openMinutes.map { "[\($0.lowerBound),\($0.upperBound))" }))
        fields.add(braced(offers.map(\.service)))
        fields.add(braced(offers.map { String($0.pricePaise) }))
        fields.add(braced(offers.map { String($0.minutes) }))
        switch area {
        case .radius(let km):
            for field in ["radius", km.description, nil] { fields.add(field) }
        case .pincodes(let pincodes):
            for field in ["pincodes", nil, braced(pincodes.map { String($0) })] { fields.add(field) }
        case .district:
            for field in ["district", nil, nil] { fields.add(field) }
        }
        line = fields.endedLine()
    }

    private func braced(_ elements: [String]) -> String {
        "{\(elements.joined(separator: ","))}"
    }
}

private struct CopyFields {
    private var bytes: [UInt8]
    private var isFirst = true

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Adds a field; nil is NULL.
    mutating func add(_ text: String?) {
        if !isFirst { bytes.append(UInt8(ascii: "\t")) }
        isFirst = false
        guard let text else {
            bytes.append(contentsOf: #"\N"#.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            default: bytes.append(byte)
            }
        }
    }

    consuming func endedLine() -> [UInt8] {
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}

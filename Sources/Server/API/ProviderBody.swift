import Marketplace
import Matching

extension ProviderProfile {
    /// From a body in which all that a centre can't do without must be there.
    init(new fields: inout BodyFields) throws {
        try self.init(changing: &fields)
        for (name, isMissing) in [
            ("center_name", center_name == nil), ("address", address == nil), ("city", city == nil),
            ("pincode", pincode == nil), ("phone", phone == nil),
        ] where isMissing {
            throw fields.wrong(name, "is missing")
        }
    }

    /// From a body that names only what is to change. Null takes back what need not be there: the GSTIN, the pin.
    init(changing fields: inout BodyFields) throws {
        self.init()
        center_name = try fields.line("center_name", length: 1...120)
        address = try fields.text("address", length: 1...300)
        city = try fields.line("city", length: 1...100)
        district = try fields.line("district", length: 1...100)
        pincode = try fields.pincode("pincode")
        location = try fields.location()
        phone = try fields.centrePhone("phone")
        gst = try fields.gst("gstin")
        offers = try fields.offers("services")
        hours = try fields.hours("hours")
        benches = try fields.integer("benches", in: 1...200).map(Int32.init)
        technicians = try fields.integer("technicians", in: 1...200).map(Int32.init)
        slotMinutes = try fields.integer("slot_minutes", in: 5...240).map(Int32.init)
        benchBufferMinutes = try fields.integer("bench_buffer_minutes", in: 0...240).map(Int32.init)
        technicianBufferMinutes = try fields.integer("technician_buffer_minutes", in: 0...240).map(Int32.init)
        try fields.refuseOthers()
        try fields.refuseNull(in: [
            "center_name", "address", "city", "district", "pincode", "phone", "services", "hours", "benches",
            "technicians", "slot_minutes", "bench_buffer_minutes", "technician_buffer_minutes",
        ])
    }
}

extension BodyFields {
    /// The member `hours` of a body that has no other.
    mutating func onlyHours() throws -> WeeklyHours {
        let hours = try require("hours") { try $0.hours($1) }
        try refuseOthers()
        return hours
    }

    /// A name: text of one line.
    mutating func line(_ name: String, length: ClosedRange<Int>) throws -> String? {
        guard let text = try text(name, length: length) else { return nil }
        guard !text.contains(where: \.isNewline) else { throw wrong(name, "must be one line") }
        return text
    }

    mutating func pincode(_ name: String) throws -> Pincode? {
        guard let text = try rawText(name) else { return nil }
        guard let pincode = isForm ? Pincode(typed: text) : Pincode(text) else { throw Problem.invalidPincode(name) }
        return pincode
    }

    mutating func location() throws -> ProviderProfile.Location? {
        let isTold = (lat: has("lat"), lng: has("lng"))
        let lat = try number("lat", in: -90...90)
        let lng = try number("lng", in: -180...180)
        switch (lat, lng) {
        case (let lat?, let lng?):
            guard let point = GeoPoint(lat: lat, lng: lng) else { return nil }
            return .pin(point)
        case (nil, .some): throw wrong("lat", "is missing: a pin needs both")
        case (.some, nil): throw wrong("lng", "is missing: a pin needs both")
        case (nil, nil): return isTold.lat || isTold.lng ? .pincodeCentroid : nil
        }
    }

    mutating func centrePhone(_ name: String) throws -> CentrePhone? {
        guard let text = try rawText(name) else { return nil }
        guard let phone = CentrePhone(text) else {
            throw wrong(name, "must be an Indian mobile number, or a landline with its area code, as 044 2852 1234")
        }
        return phone
    }

    mutating func gst(_ name: String) throws -> ProviderProfile.Registration? {
        guard has(name) else { return nil }
        guard let text = try rawText(name) else { return ProviderProfile.Registration.none }
        guard let gstin = GSTIN(text) else {
            throw wrong(name, "is not a GSTIN: 15 characters, of which the last one checks the others")
        }
        return .registered(gstin)
    }

    fileprivate mutating func offers(_ name: String) throws -> [ServiceOffer]? {
        var services: Set<String> = []
        return try objects(name, atMost: 100) { fields in
            let service = try fields.require("service") { try $0.line($1, length: 1...100) }
            guard services.insert(service).inserted else { throw fields.wrong("service", "is there twice") }
            return ServiceOffer(
                service: service,
                price_paise: try fields.require("price_paise") { try $0.integer($1, in: 0...100_000_000) },
                minutes: Int32(try fields.require("minutes") { try $0.integer($1, in: 1...10_080) }))
        }
    }

    fileprivate mutating func refuseNull(in names: [String]) throws {
        for name in names where has(name) && value(name) == nil { throw wrong(name, "must not be null") }
    }
}

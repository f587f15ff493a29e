import Marketplace
import Matching

/// The fields of a centre's profile, of a new one and of one that changes.
enum ProfileForm {
    static let names = [
        "center_name", "address", "city", "pincode", "district", "phone", "gstin", "lat", "lng", "benches",
        "technicians",
    ]

    /// What is wrong with it the form then has noted. Without a pin the pincode's point stands in for it.
    static func read(_ form: inout FormReader) throws -> ProviderProfile {
        var profile = ProviderProfile()
        profile.center_name = try form.require("center_name") { try $0.line($1, length: 1...120) }
        profile.address = try form.require("address") { try $0.text($1, length: 1...300) }
        profile.city = try form.require("city") { try $0.line($1, length: 1...100) }
        profile.pincode = try form.require("pincode") { try $0.pincode($1) }
        profile.district = try form.read { try $0.line("district", length: 1...100) }
        profile.phone = try form.require("phone") { try $0.centrePhone($1) }
        profile.gst = try form.read { try $0.gst("gstin") }
        profile.location = try form.read { try $0.location() }
        profile.benches = try form.read { try $0.integer("benches", in: 1...200) }.map(Int32.init)
        profile.technicians = try form.read { try $0.integer("technicians", in: 1...200) }.map(Int32.init)
        return profile
    }

    /// What its fields are called. The district isn't kept as it was typed.
    static func labels(_ words: Words) -> [(name: String, label: String)] {
        names.filter { $0 != "district" }.map { (name: $0, label: words.text("provider.field.\($0).label")) }
    }

    /// As if its owner had typed it.
    static func typed(_ record: ProviderRecord) -> FormBody {
        let centre = record.centre
        let hasPin = centre.locationSource == "pin"
        return FormBody([
            .init(name: "center_name", value: centre.center_name), .init(name: "address", value: centre.address),
            .init(name: "city", value: centre.city), .init(name: "pincode", value: centre.pincode.description),
            .init(name: "phone", value: centre.phone), .init(name: "gstin", value: record.gstin ?? ""),
            .init(name: "lat", value: hasPin ? String(centre.location.lat) : ""),
            .init(name: "lng", value: hasPin ? String(centre.location.lng) : ""),
            .init(name: "benches", value: String(record.benches)),
            .init(name: "technicians", value: String(record.technicians)),
        ])
    }
}

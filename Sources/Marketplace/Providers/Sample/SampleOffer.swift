/// One service of a sample centre with its price and the time it takes.
package struct SampleOffer: Sendable, Equatable {
    package let service: String
    package let pricePaise: Int
    package let minutes: Int
}

extension SampleOffer {
    private struct Template {
        var service: String
        /// How many centres in 100 offer it.
        var share: Int
        var rupees: Int
        var minutes: Int
    }

    /// Prices are guesses of what a small shop asks, and only for samples.
    private static let templates = [
        Template(service: "general_service", share: 100, rupees: 150, minutes: 30),
        Template(service: "heating_element", share: 85, rupees: 350, minutes: 45),
        Template(service: "thermostat", share: 85, rupees: 250, minutes: 40),
        Template(service: "thermal_fuse", share: 80, rupees: 120, minutes: 20),
        Template(service: "cord_and_plug", share: 95, rupees: 150, minutes: 20),
        Template(service: "soleplate_cleaning", share: 70, rupees: 100, minutes: 20),
        Template(service: "soleplate_coating", share: 25, rupees: 450, minutes: 180),
        Template(service: "steam_descaling", share: 55, rupees: 250, minutes: 60),
        Template(service: "steam_leak", share: 40, rupees: 400, minutes: 90),
        Template(service: "handle_and_body", share: 50, rupees: 200, minutes: 45),
    ]

    /// Every service a sample centre may offer.
    static let services = templates.map(\.service)

    /// At least one offer, in the catalogue's order; prices are whole tens of rupees, 85 to 130 % of the usual.
    static func draw(using generator: inout some RandomNumberGenerator) -> [SampleOffer] {
        templates.compactMap { template in
            guard generator.chance(percent: template.share) else { return nil }
            let percent = 85 + generator.below(46)
            let tens = (template.rupees * percent + 500) / 1000
            return SampleOffer(service: template.service, pricePaise: tens * 1000, minutes: template.minutes)
        }
    }
}

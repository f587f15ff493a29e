/// A repair that a centre offers, and what it asks for it.
package struct ServiceOffer: Hashable, Sendable {
    /// From the catalogue.
    package let service: String
    /// Tax included.
    package let price_paise: Int64
    /// How long it keeps a bench.
    package let minutes: Int32

    package init(service: String, price_paise: Int64, minutes: Int32) {
        self.service = service
        self.price_paise = price_paise
        self.minutes = minutes
    }
}

import Foundation
import Marketplace
import Matching

/// The catalogue as a form: a price in rupees and the minutes beside each service; what has neither isn't offered.
enum OffersForm {
    private static let rowsLimit = 100

    /// What is wrong with it the form then has noted.
    static func read(_ form: inout FormReader, _ body: FormBody) -> [ServiceOffer] {
        var offers: [ServiceOffer] = []
        var services: Set<String> = []
        for row in 0..<rowsLimit {
            let name = "services[\(row)]"
            let service = body["\(name).service"]
            let price = body["\(name).price"].trimmingCharacters(in: .whitespaces)
            let minutes = body["\(name).minutes"].trimmingCharacters(in: .whitespaces)
            guard !service.isEmpty, !price.isEmpty || !minutes.isEmpty, services.insert(service).inserted else {
                continue
            }
            let price_paise = paise(price)
            let duration = Int32(minutes).flatMap { (1...10_080).contains($0) ? $0 : nil }
            if price_paise == nil { form.note("\(name).price", price.isEmpty ? "missing" : "wrong") }
            if duration == nil { form.note("\(name).minutes", minutes.isEmpty ? "missing" : "wrong") }
            guard let price_paise, let duration else { continue }
            offers.append(ServiceOffer(service: service, price_paise: price_paise, minutes: duration))
        }
        return offers
    }

    /// As if their owner had typed them.
    static func typed(_ offers: [CentreDetail.Offer], in catalogue: [RepairService]) -> FormBody {
        FormBody(
            catalogue.enumerated().flatMap { row, service -> [FormBody.Field] in
                guard let offer = offers.first(where: { $0.service.service == service.service }) else { return [] }
                return [
                    .init(name: "services[\(row)].price", value: rupees(offer.price_paise)),
                    .init(name: "services[\(row)].minutes", value: String(offer.minutes)),
                ]
            })
    }

    /// What its fields are called, by their names.
    static func labels(_ words: Words, _ catalogue: [RepairService]) -> [(name: String, label: String)] {
        var labels: [(name: String, label: String)] = []
        for (row, service) in catalogue.enumerated() {
            let name = words.language == .tamil ? service.name_ta : service.name
            for field in ["price", "minutes"] {
                let label = words.text("provider.field.services.\(field).label")
                labels.append((name: "services[\(row)].\(field)", label: "\(name): \(label)"))
            }
        }
        return labels
    }

    static func rows(_ view: FormView, _ catalogue: [RepairService]) -> [[String: Any]] {
        catalogue.enumerated().map { row, service in
            [
                "label": view.words.language == .tamil ? service.name_ta : service.name, "service": service.service,
                "service_name": "services[\(row)].service", "price": view.field("services[\(row)].price"),
                "minutes": view.field("services[\(row)].minutes"),
            ]
        }
    }

    /// Of `450`, `₹ 1,450` or `450.50`.
    static func paise(_ text: String, most: Int64 = 100_000_000) -> Int64? {
        let plain = text.filter { !$0.isWhitespace && $0 != "," && $0 != "₹" }
        guard let match = plain.wholeMatch(of: /([0-9]{1,12})(?:\.([0-9]{1,2}))?/), let rupees = Int64(match.1) else {
            return nil
        }
        let fraction = match.2.map { $0.count == 1 ? "\($0)0" : String($0) }.flatMap { Int64($0) } ?? 0
        let paise = rupees * 100 + fraction
        return paise <= most ? paise : nil
    }

    /// As somebody would type it: `450` or `450.50`.
    static func rupees(_ paise: Int64) -> String {
        let (rupees, rest) = paise.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? String(rupees) : "\(rupees)." + (rest < 10 ? "0" : "") + String(rest)
    }
}

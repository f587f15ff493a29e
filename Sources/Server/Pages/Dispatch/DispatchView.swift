import Foundation
import Marketplace
import Matching

/// How dispatchers' pages write places, centres and figures.
struct DispatchView: Sendable {
    let language: Language
    let formats: Formats
    /// All of them, by their English names.
    let districts: [District]
    /// Centres that are made up.
    var samples: Set<Int64> = []
    /// Of pincodes' names; for a Tamil page.
    var tamilNames: [Pincode: String] = [:]

    init(
        _ page: PageContext, districts: [District], samples: Set<Int64> = [], tamilNames: [Pincode: String] = [:]
    ) {
        language = page.language
        formats = Formats(page.words)
        self.districts = districts
        self.samples = samples
        self.tamilNames = tamilNames
    }

    /// A pincode's name.
    func name(_ name: String, of pincode: Pincode) -> Named {
        Named(name, tamil: tamilNames[pincode], in: language)
    }

    func place(_ place: DispatchPlace) -> [String: Any] {
        self.place(place.pincode, name: place.name, district: place.district_lgd)
    }

    /// `pincode`, `name`, `district`, `map_href`, and `imagine_href`: what if a centre opened there.
    func place(_ pincode: Pincode, name: String, district: Int32) -> [String: Any] {
        [
            "pincode": pincode.description, "name": self.name(name, of: pincode).model,
            "district": self.district(district).model,
            "map_href": DispatchTab.map.address([("pincode", pincode.description)]),
            "imagine_href": ImaginedChange.opening(pincode, radius_km: ImaginedChange.usualRadius_km).address,
        ]
    }

    /// `id`, `name`, `href`, `is_sample`, and `imagine_href`: what if it closed.
    func centre(_ id: Int64, name: String) -> [String: Any] {
        [
            "id": String(id), "name": Named(name, in: language).model, "href": "/centres/\(id)",
            "is_sample": samples.contains(id), "imagine_href": ImaginedChange.closing(id).address,
        ]
    }

    /// With its `distance`.
    func centre(_ centre: CentreAtDistance) -> [String: Any] {
        self.centre(centre.id, name: centre.center_name)
            .merging(["distance": formats.distance(centre.distance_m)]) { $1 }
    }

    func district(_ lgd: Int32) -> Named {
        guard let district = districts.first(where: { $0.lgd == lgd }) else { return Named("", in: language) }
        return Named(district.name, tamil: district.name_ta, in: language)
    }

    /// By its name in either language, or its LGD code, as addresses have it.
    func find(_ text: String) -> District? {
        let text = text.lowercased()
        return districts.first { $0.name.lowercased() == text || String($0.lgd) == text || $0.name_ta == text }
    }

    /// The options of a list of districts, in the order of their names.
    func districtOptions(chosen: District?) -> [[String: Any]] {
        districts.map { (lgd: $0.lgd, name: district($0.lgd).text) }
            .sorted { $0.name.compare($1.name, locale: formats.locale) == .orderedAscending }
            .map { ["value": String($0.lgd), "label": $0.name, "is_chosen": $0.lgd == chosen?.lgd] }
    }

    /// With its sign, the minus a true one; 0 has none.
    func signed(_ number: Double, digits: Int = 0) -> String {
        let text = formats.number(abs(number), digits: digits)
        if text == formats.number(0, digits: 0) { return text }
        return (number > 0 ? "+" : "\u{2212}") + text
    }

    func km2(_ area: Double) -> String { formats.number(area, digits: area < 100 ? 1 : 0) }

    /// A share of a whole; of nothing it is nothing. Only the whole itself is 100 %.
    func share(_ part: some BinaryInteger, of whole: some BinaryInteger) -> String {
        guard whole != 0 else { return formats.percent(0) }
        let share = Double(part) / Double(whole)
        return formats.percent(Double(part) < Double(whole) ? min(share, 0.999) : share)
    }
}

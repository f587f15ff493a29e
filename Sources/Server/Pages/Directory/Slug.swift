import Marketplace
import Matching

/// A name as a part of an address: `the-nilgiris`.
enum Slug {
    /// Of English names, whose letters it keeps in lower case; what lies between becomes one hyphen.
    static func text(_ name: String) -> String {
        name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }
}

/// The cities and towns with pages, by their slugs: of several of one name each has its district's with it.
struct TownPages: Sendable {
    /// By their names.
    let places: [(slug: String, place: Place)]
    private let bySlug: [String: Place]

    init(_ towns: [Place]) {
        let counts = Dictionary(grouping: towns) { Slug.text($0.label) }.mapValues(\.count)
        var taken: Set<String> = []
        let places = towns.compactMap { town in
            let plain = Slug.text(town.label)
            let slug = counts[plain] == 1 ? plain : "\(plain)-\(Slug.text(town.district.name))"
            return taken.insert(slug).inserted ? (slug: slug, place: town) : nil
        }
        self.places = places
        bySlug = Dictionary(uniqueKeysWithValues: places.map { ($0.slug, $0.place) })
    }

    func find(_ slug: String) -> Place? { bySlug[slug] }

    func places(in district: District) -> [(slug: String, place: Place)] {
        places.filter { $0.place.district == district }
    }
}

/// A link to a district's or town's page: `href`, `name`, and `count` where it is told.
enum DirectoryLink {
    static func model(_ district: District, in language: Language, count: String? = nil) -> [String: Any] {
        var model: [String: Any] = [
            "href": "/districts/\(Slug.text(district.name))",
            "name": Named(district.name, tamil: district.name_ta, in: language).model,
        ]
        if let count { model["count"] = count }
        return model
    }

    static func model(_ town: (slug: String, place: Place), in language: Language) -> [String: Any] {
        [
            "href": "/cities/\(town.slug)",
            "name": Named(town.place.label, tamil: town.place.label_ta, in: language).model,
        ]
    }
}

import Foundation
import Marketplace
import Matching

/// Results as `search/results` shows them.
struct SearchView {
    let question: SearchQuestion
    let results: SearchResults
    let service: RepairService?
    let formats: Formats
    let now: Date
    /// Of pincodes' names; for a Tamil page.
    var tamilNames: [Pincode: String] = [:]

    private var words: Words { formats.words }
    private var language: Language { formats.language }
    private var isEmpty: Bool { results.answer.centres.isEmpty }

    /// Whether it is worth waiting for somebody: nobody at all comes there, whatever the service.
    var canWatch: Bool { question.mode == .doorstep && isEmpty && results.answer.coverageCount == 0 }

    var model: [String: Any] {
        var model: [String: Any] = [
            "place": place.model, "modes": modes, "summary": summary, "map": map, "can_watch": canWatch,
            "centres": cards(question.mode).models(results.answer.centres),
            // Those don't come: one goes there.
            "anyway": cards(.walkIn).models(results.nearestAnyway),
            "has_anyway": !results.nearestAnyway.isEmpty, "is_empty": isEmpty, "has_centres": !isEmpty,
        ]
        if let detail { model["detail"] = detail.model }
        if let note { model["note"] = note }
        if isEmpty { model["nobody"] = nobody }
        if hasMore {
            let more = question.changed { $0.limit = min($0.limit + 20, SearchQuestion.mostResults) }
            // To where one has read so far.
            model["more_href"] = more.href + (results.answer.centres.last.map { "#centre-\($0.id)" } ?? "")
        }
        if question.mode == .walkIn, results.answer.coverageCount == 0 {
            model["watch_href"] = question.changed { $0.mode = .doorstep }.href
        }
        if question.service != nil { model["any_service_href"] = question.changed { $0.service = nil }.href }
        return model.merging(PlaceChoices.model(others, for: question, language)) { $1 }
    }

    private func cards(_ mode: NearestRequest.Mode) -> CentreCards {
        CentreCards(
            formats: formats, now: now, prices: results.prices, service: service, mode: mode, pincode: toldPincode)
    }

    /// Where the iron is, if that was told by its pincode; that of a place's middle may be another.
    private var toldPincode: Pincode? {
        if case .pincode(let pincode) = results.origin.given { return pincode }
        return results.origin.place.flatMap { $0.kind == .pincode ? $0.pincode : nil }
    }

    private var hasMore: Bool {
        results.answer.centres.count == question.limit && question.limit < SearchQuestion.mostResults
    }

    /// What the results are near to.
    private var place: Named {
        switch results.origin.given {
        case .pincode(let pincode): return Named(pincode.description, in: language)
        case .digipin(let digipin): return Named(digipin.description, in: language)
        case .place(let text):
            return results.origin.place.map { Named($0.label, tamil: $0.label_ta, in: language) }
                ?? Named(text, in: language)
        case .point:
            if let text = question.text { return Named(text, in: language) }
            let here = words.text("search.here")
            return Named(here, tamil: here, in: language)
        }
    }

    /// Which of the places of this name.
    private var detail: Named? {
        if let place = results.origin.place {
            return Named(place.district.name, tamil: place.district.name_ta, in: language)
        }
        guard let name = results.answer.origin.name else { return nil }
        guard case .pincode(let pincode) = results.origin.given else { return Named(name, in: language) }
        return Named(name, tamil: tamilNames[pincode], in: language)
    }

    /// Other places that the text may mean, unless they are next to the one that was taken.
    private var others: [Place] {
        results.origin.alternatives.filter {
            $0.location.sphericalDistance_m(to: results.answer.origin.location) > 3000
        }
    }

    private var summary: String {
        let count = results.answer.centres.count
        switch (question.mode, count) {
        case (_, 0): return ""
        case (.walkIn, 1): return words.text("search.found_one")
        case (.walkIn, _): return words.text("search.found", ["count": formats.number(count)])
        case (.doorstep, 1): return words.text("search.found_one_doorstep")
        case (.doorstep, _): return words.text("search.found_doorstep", ["count": formats.number(count)])
        }
    }

    /// From where distances are measured, and how exactly that is known.
    private var note: String? {
        switch results.origin.given {
        case .pincode:
            guard let spread_m else { return nil }
            return words.text("search.note_pincode", ["distance": formats.distance(spread_m)])
        case .place: return words.text("search.note_place")
        case .digipin: return words.text("search.note_exact")
        case .point:
            guard let spread_m else { return words.text("search.note_exact") }
            return words.text("search.note_here", ["distance": formats.distance(spread_m)])
        }
    }

    private var spread_m: Double? {
        question.accuracy_m ?? results.answer.origin.spread_km.map { $0 * 1000 }
    }

    private var map: [String: Any] {
        let location = results.answer.origin.location
        var map: [String: Any] = [
            "lat": Coordinates.text(location.lat), "lng": Coordinates.text(location.lng), "label": place.text,
        ]
        if let spread_m, spread_m > 0 { map["spread_km"] = String(format: "%.3f", spread_m / 1000) }
        return map
    }

    private var modes: [[String: Any]] {
        [
            mode(.walkIn, icon: "walk", words.text("search.mode.walk_in")),
            mode(.doorstep, icon: "home", words.text("search.mode.doorstep")),
        ]
    }

    private func mode(_ mode: NearestRequest.Mode, icon: String, _ label: String) -> [String: Any] {
        let other = question.changed {
            $0.mode = mode
            $0.limit = SearchQuestion.firstLimit
        }
        return ["icon": icon, "label": label, "is_current": mode == question.mode, "href": other.href]
    }

    private var nobody: [String: Any] {
        switch (question.mode, question.service != nil) {
        case (.doorstep, _) where results.answer.coverageCount == 0:
            told(words.text("search.nobody.title"), words.text("search.nobody.text"))
        case (.doorstep, _):
            told(words.text("search.nobody_service.title"), words.text("search.nobody_service.text"))
        case (.walkIn, true):
            told(words.text("search.no_centre_service.title"), words.text("search.no_centre_service.text"))
        case (.walkIn, false):
            told(words.text("search.no_centre.title"), words.text("search.no_centre.text"))
        }
    }

    private func told(_ title: String, _ text: String) -> [String: Any] { ["title": title, "text": text] }
}

/// Places that may have been meant: `choices` (`href`, `name`, `district`), `has_choices`.
enum PlaceChoices {
    static func model(_ places: [Place], for question: SearchQuestion, _ language: Language) -> [String: Any] {
        [
            "has_choices": !places.isEmpty,
            "choices": places.map { place in
                [
                    "href": question.meaning(place, in: language).href,
                    "name": Named(place.label, tamil: place.label_ta, in: language).model,
                    "district": Named(place.district.name, tamil: place.district.name_ta, in: language).model,
                ]
            },
        ]
    }
}

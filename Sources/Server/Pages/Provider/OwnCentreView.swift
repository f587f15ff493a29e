import Foundation
import Marketplace
import Matching

/// A part of an owner's centre that has a page of its own.
enum CentrePart: String, CaseIterable {
    case day, calendar, earnings, profile, services, hours, closures, area

    var template: String { "provider/\(rawValue)" }

    func path(of centre: Int64) -> String {
        self == .profile ? "/provider/centres/\(centre)" : "/provider/centres/\(centre)/\(rawValue)"
    }
}

/// An owner's centre as the pages show it: where it stands with us, and what to do next.
struct OwnCentreView {
    let record: ProviderRecord
    let words: Words

    private var centre: Centre { record.centre }

    var model: [String: Any] {
        var model: [String: Any] = [
            "id": String(centre.id), "name": Named(centre.center_name, in: words.language).model,
            "address": Named(centre.address, in: words.language).model,
            "lat": Coordinates.text(centre.location.lat),
            "lng": Coordinates.text(centre.location.lng), "is_sample": centre.isSample, "state": state,
            "href": CentrePart.profile.path(of: centre.id),
            "is_approved": centre.status == CentreStatus.approved.rawValue,
        ]
        // Many an address ends in it.
        let pincode = centre.pincode.description
        if !centre.address.filter({ !$0.isWhitespace }).contains(pincode) { model["further_pincode"] = pincode }
        if !record.changedSinceApproval.isEmpty {
            let names = record.changedSinceApproval.map { words.text("provider.rests.\($0)") }
            model["rechecked"] = words.text("provider.rechecked", ["what": names.joined(separator: ", ")])
        }
        return model
    }

    private var state: [String: Any] {
        let status = centre.status
        let (notice, icon) =
            switch CentreStatus(rawValue: status) {
            case .approved: ("ok", "check")
            case .rejected, .suspended: ("error", "warning")
            case .pending: ("warn", "clock")
            default: ("info", "info")
            }
        var state: [String: Any] = [
            "name": words.text("provider.state.\(status)"), "text": words.text("provider.state_text.\(status)"),
            "class": status == CentreStatus.inactive.rawValue ? "suspended" : status, "notice": notice, "icon": icon,
        ]
        if let reason = record.decisionReason, notice == "error" {
            state["reason"] = Named(reason, in: words.language).model
        }
        return state
    }

    func tabs(_ current: CentrePart) -> [[String: Any]] {
        CentrePart.allCases.map { part in
            [
                "href": part.path(of: centre.id), "label": words.text("provider.tab.\(part.rawValue)"),
                "is_current": part == current,
            ]
        }
    }

    /// - Parameter hasOffers: Whether it has told what it repairs.
    func steps(hasOffers: Bool) -> [[String: Any]] {
        let steps: [(String, Bool, CentrePart)] = [
            ("pin", centre.locationSource == "pin", .profile), ("offers", hasOffers, .services),
            ("hours", !centre.opening.hours.ranges.isEmpty, .hours),
        ]
        return steps.map { name, isDone, part in
            [
                "text": words.text("provider.step.\(name).\(isDone ? "done" : "open")"), "is_done": isDone,
                "href": part.path(of: centre.id),
            ]
        }
    }
}

import Foundation
import Marketplace
import Matching

/// How admins' pages write centres, areas, states and times.
struct AdminView: Sendable {
    let words: Words
    let formats: Formats

    init(_ page: PageContext) {
        words = page.words
        formats = Formats(page.words)
    }

    func named(_ text: String) -> [String: Any] { Named(text, in: formats.language).model }

    /// `text` and `machine`.
    func time(_ date: Date) -> [String: Any] {
        ["text": formats.dateAndTime(date), "machine": formats.machineTime(date)]
    }

    /// `label`, from `admin.<group>.<value>`, and `tone`, which the badge's colour follows.
    func state(_ group: String, _ value: String) -> [String: Any] {
        ["label": label(group, value), "tone": Self.tones[value] ?? "plain"]
    }

    /// What has no words yet is shown as it is called in the database.
    func label(_ group: String, _ value: String) -> String { words.find("admin.\(group).\(value)") ?? value }

    private static let tones = [
        "approved": "ok", "active": "ok", "pending": "pending", "rejected": "rejected", "suspended": "suspended",
        "dead": "rejected",
    ]

    /// The options of a list, each with its label from `admin.<group>.<value>`.
    func options(_ group: String, _ values: [String], chosen: String?) -> [[String: Any]] {
        values.map { ["value": $0, "label": label(group, $0), "is_chosen": $0 == chosen] }
    }

    /// A row of the list of centres.
    func row(_ record: ProviderRecord) -> [String: Any] {
        let centre = record.centre
        var row: [String: Any] = [
            "href": "/admin/centres/\(centre.id)", "name": named(centre.center_name), "city": named(centre.city),
            "district": named(centre.district), "pincode": centre.pincode.description,
            "state": state("status", centre.status), "is_sample": centre.isSample,
            "created": time(record.createdAt), "has_changes": !record.changedSinceApproval.isEmpty,
        ]
        if let owner = record.owner { row["owner"] = named(owner.name) }
        return row
    }

    /// What is known of an area's version.
    func version(_ version: AreaVersion) -> [String: Any] { AreaVersionView(words).model(version) }
}

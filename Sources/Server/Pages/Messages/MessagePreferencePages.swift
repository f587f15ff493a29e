import HTTPTypes
import Hummingbird
import Marketplace
import Postgres

/// By which ways somebody wants to be told of what, and what they have agreed to.
struct MessagePreferencePages: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            .page(.get, "/account/messages", for: .everybodySignedIn, show),
            .page(.post, "/account/messages", for: .everybodySignedIn, change),
        ]
    }

    private static let path = LocalPath("/account/messages") ?? .home

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let preferences = try await MessagePreferences.find(of: context.user.id, on: pool)
        let formats = Formats(page.words)
        return try page.render(
            "messages/preferences",
            [
                "categories": MessageCategory.allCases.map { Self.model($0, preferences, page.words) },
                "offers": preferences.acceptsOffers,
                "consents": preferences.consents.map { Self.model($0, formats) },
                "has_consents": !preferences.consents.isEmpty,
            ])
    }

    /// A box that isn't ticked isn't sent. What stays as it was isn't stored, so that the usual goes on following from
    /// what there is: who takes their e-mail address away is told by text message.
    @Sendable func change(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let form = context.page.form
        var change = MessagePreferencesChange()
        let present = try await MessagePreferences.find(of: context.user.id, on: pool)
        for wish in present.wishes {
            let isWanted = form[Self.name(wish.category, wish.channel)] == "true"
            guard isWanted != wish.isWanted else { continue }
            change.wishes.append(.init(wish.category, wish.channel, isWanted))
        }
        change.acceptsOffers = form["offers"] == "true"
        _ = try await change.store(for: context.user.id, by: context.actor, in: pool)
        return context.page.redirect(to: Self.path, done: "messages.saved")
    }

    private static func name(_ category: MessageCategory, _ channel: MessageChannel) -> String {
        "\(category.rawValue).\(channel.rawValue)"
    }

    private static func model(
        _ category: MessageCategory, _ preferences: MessagePreferences, _ words: Words
    ) -> [String: Any] {
        [
            "title": words.text("messages.category.\(category.rawValue)"),
            "hint": words.text("messages.category.\(category.rawValue)_hint"),
            "is_promotional": category == .promotional,
            "wishes": preferences.wishes.filter { $0.category == category }.map { wish in
                [
                    "name": name(category, wish.channel), "id": "f-\(category.rawValue)-\(wish.channel.rawValue)",
                    "label": words.text("messages.channel.\(wish.channel.rawValue)"), "is_wanted": wish.isWanted,
                    "is_unreachable": !wish.isReachable,
                ] as [String: Any]
            },
        ]
    }

    private static func model(_ consent: MessagePreferences.Consent, _ formats: Formats) -> [String: Any] {
        let said = consent.isGranted ? "granted" : "withdrawn"
        return [
            "text": formats.words.text("messages.consent.\(consent.purpose)_\(said)"),
            "at": formats.dateAndTime(consent.at), "machine_at": formats.machineTime(consent.at),
        ]
    }
}

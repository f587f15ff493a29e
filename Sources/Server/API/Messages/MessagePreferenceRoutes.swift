import Foundation
import Hummingbird
import Marketplace
import Postgres

/// By which ways somebody wants to be told of what.
struct MessagePreferenceRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.get, "/api/me/message-preferences", for: .everybodySignedIn, read),
            Route(.patch, "/api/me/message-preferences", for: .everybodySignedIn, change),
        ]
    }

    @Sendable func read(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let preferences = try await MessagePreferences.find(of: context.user.id, on: pool)
        return Answer.personal { $0.write(preferences) }
    }

    @Sendable func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBody()
        var change = MessagePreferencesChange()
        for category in MessageCategory.allCases {
            guard var wishes = try fields.object(category.rawValue) else { continue }
            for channel in MessageChannel.allCases where channel != .inbox {
                guard let isWanted = try wishes.flag(channel.rawValue) else { continue }
                change.wishes.append(.init(category, channel, isWanted))
            }
            try wishes.refuseOthers()
        }
        change.acceptsOffers = try fields.flag("offers")
        try fields.refuseOthers()
        let preferences = try await change.store(for: context.user.id, by: context.actor, in: pool)
        return Answer.personal { $0.write(preferences) }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ preferences: MessagePreferences) {
        object { json in
            json.field("offers", preferences.acceptsOffers)
            json.write(preferences.wishes, key: "service", of: .service)
            json.write(preferences.wishes, key: "promotional", of: .promotional)
            json.key("consents")
            json.array(preferences.consents) { json, consent in
                json.object { json in
                    json.field("purpose", consent.purpose)
                    json.field("granted", consent.isGranted)
                    json.field("source", consent.source)
                    json.field("at", consent.at)
                }
            }
        }
    }

    private mutating func write(
        _ wishes: [MessagePreferences.Wish], key name: StaticString, of category: MessageCategory
    ) {
        key(name)
        array(wishes.filter { $0.category == category }) { json, wish in
            json.object { json in
                json.field("channel", wish.channel.rawValue)
                json.field("wanted", wish.isWanted)
                json.field("reachable", wish.isReachable)
            }
        }
    }
}

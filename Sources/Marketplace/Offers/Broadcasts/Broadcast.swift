import Foundation
import Postgres

/// Where a broadcast stands.
package enum BroadcastStatus: String, CaseIterable, Sendable {
    /// Or waits for its time.
    case sending
    case paused
    /// For good; what wasn't sent never goes.
    case stopped
    /// Messages are written for all.
    case done
}

/// What an admin tells many people.
package struct Broadcast: Sendable {
    package let id: Int64
    package let words: OfferWords
    /// JSON, as the API takes it.
    package let target: String
    package let channels: [MessageChannel]
    package let status: BroadcastStatus
    package let startsAt: Date
    /// People who would be told when it was asked for.
    package let recipients: Int32
    /// People for whom messages were written so far.
    package let told: Int32
    package let createdAt: Date
    package let finishedAt: Date?
    /// Of its messages, all channels together.
    package let messages: Messages

    package struct Messages: Sendable, Equatable {
        package let waiting: Int64
        package let sent: Int64
        package let withheld: Int64
        package let dead: Int64
        /// Sent a second time since nobody knew how the first attempt ended.
        package let repeats: Int64
    }

    static let columns: Query = """
        b.id, b.title, b.title_ta, b.description, b.description_ta, b.target::text, b.channels, b.status, b.starts_at,
        b.recipients, b.told, b.created_at, b.finished_at, m.waiting, m.sent, m.withheld, m.dead, m.repeats
        """
    static let tables: Query = """
        broadcasts b CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE x.status IN ('waiting', 'sending')) AS waiting,
                count(*) FILTER (WHERE x.status = 'sent') AS sent,
                count(*) FILTER (WHERE x.status = 'withheld') AS withheld,
                count(*) FILTER (WHERE x.status = 'dead') AS dead, coalesce(sum(x.repeats), 0)::bigint AS repeats
            FROM messages x WHERE x.broadcast_id = b.id) AS m
        """

    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        words = OfferWords(
            title: try row.column(1), title_ta: try row.column(2), description: try row.column(3),
            description_ta: try row.column(4))
        target = try row.column(5)
        channels = try row.column(6, as: [String].self).compactMap(MessageChannel.init)
        let word: String = try row.column(7)
        guard let status = BroadcastStatus(rawValue: word) else {
            throw PostgresError(.decoding, "'\(word)' is no status of a broadcast")
        }
        self.status = status
        startsAt = try row.column(8)
        recipients = try row.column(9)
        told = try row.column(10)
        createdAt = try row.column(11)
        finishedAt = try row.column(12)
        messages = Messages(
            waiting: try row.column(13), sent: try row.column(14), withheld: try row.column(15),
            dead: try row.column(16), repeats: try row.column(17))
    }
}

/// What is to be told.
package struct NewBroadcast: Sendable {
    package var words: OfferWords
    package var target: OfferTarget
    package var channels: Set<MessageChannel>
    /// Nil: as soon as promotional messages may be sent.
    package var startsAt: Date?

    package init(words: OfferWords, target: OfferTarget, channels: Set<MessageChannel>) {
        self.words = words
        self.target = target
        self.channels = channels
    }
}

/// Whom a broadcast would reach.
package struct BroadcastReach: Sendable, Equatable {
    /// People whom the target means.
    package let targeted: Int32
    /// Of them, those who agreed to offers and can be told by one of the channels.
    package let recipients: Int32
}

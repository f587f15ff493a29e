import Foundation
import Logging
import Matching
import Postgres
import Synchronization

/// Adds up searches that found nobody, by pincode and day in India, and writes them every few seconds: a search costs a
/// lock and a look-up, and no write of its own.
package final class SearchMisses: Sendable {
    /// A place, points to about a kilometre, and a day, counted from 1970-01-01.
    private struct Key: Hashable, Sendable {
        let pincode: Int32?
        let lat_hundredths: Int32
        let lng_hundredths: Int32
        let day: Int32
    }

    private let counts = Mutex<[Key: Int64]>([:])
    private let pool: PostgresPool
    private let logger: Logger
    /// More places than this between two writes go uncounted, so that memory is bounded.
    private let capacity: Int

    private static let interval = Duration.seconds(5)
    private static let batch = 1000
    private static let secondsToIndia = 19_800.0

    package init(pool: PostgresPool, logger: Logger, capacity: Int = 20_000) {
        self.pool = pool
        self.logger = logger
        self.capacity = capacity
    }

    package func count(_ place: MissedPlace, at now: Date = Date()) {
        let key = Self.key(place, now)
        counts.withLock { counts in
            if let count = counts[key] {
                counts[key] = count + 1
            } else if counts.count < capacity {
                counts[key] = 1
            }
        }
    }

    private static func key(_ place: MissedPlace, _ now: Date) -> Key {
        let day = Int32(((now.timeIntervalSince1970 + secondsToIndia) / 86_400).rounded(.down))
        switch place {
        case .pincode(let pincode):
            return Key(pincode: pincode.number, lat_hundredths: 0, lng_hundredths: 0, day: day)
        case .point(let point):
            return Key(
                pincode: nil, lat_hundredths: Int32((point.lat * 100).rounded()),
                lng_hundredths: Int32((point.lng * 100).rounded()), day: day)
        }
    }

    /// How many places wait to be written.
    package var waiting: Int { counts.withLock { $0.count } }

    /// Writes every few seconds until the task is cancelled, then what is left.
    package func run() async {
        var isFailing = false
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.interval)
                try await write()
                isFailing = false
            } catch is CancellationError {
                break
            } catch {
                if !isFailing {
                    logger.warning("Searches that found nobody wait to be written", metadata: ["cause": "\(error)"])
                }
                isFailing = true
            }
        }
        // In a task of its own: this one is cancelled.
        _ = await Task { try? await write() }.value
    }

    /// Writes what was counted, a statement for each thousand places. What can't be written waits for the next time;
    /// when the connection is lost just as a statement ends, its counts may be added twice.
    package func write() async throws {
        var rest = counts.withLock { counts in
            defer { counts = [:] }
            return Array(counts)[...]
        }
        do {
            while !rest.isEmpty {
                try await add(Array(rest.prefix(Self.batch)))
                rest = rest.dropFirst(Self.batch)
            }
        } catch {
            counts.withLock { counts in
                for (key, count) in rest { counts[key, default: 0] += count }
            }
            throw error
        }
    }

    private func add(_ part: [(key: Key, value: Int64)]) async throws {
        let pincodes = part.map(\.key.pincode)
        let lats = part.map { Double($0.key.lat_hundredths) / 100 }
        let lngs = part.map { Double($0.key.lng_hundredths) / 100 }
        let (days, counts) = (part.map(\.key.day), part.map(\.value))
        _ = try await pool.withConnection { connection in
            try await connection.query(
                "SELECT search_misses_add(\(pincodes), \(lats), \(lngs), \(days), \(counts))")
        }
    }
}

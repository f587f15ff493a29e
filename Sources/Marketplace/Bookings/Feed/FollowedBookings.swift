/// Who follows which bookings on this node, and what of them is still to be read. Its owner guards it by a lock.
struct FollowedBookings {
    typealias Continuation = AsyncStream<BookingFeed.Signal>.Continuation

    private struct Followed {
        /// The last step that was handed on, or read by somebody who joined.
        var last: Int64 = 0
        var places: [UInt64: (guest: BookingGuest, continuation: Continuation)] = [:]
    }

    /// Whether somebody may join.
    var isOpen = false
    /// Bookings of which there may be steps that nobody here was told of.
    var unread: Set<Int64> = []
    private(set) var count = 0
    private var bookings: [Int64: Followed] = [:]
    private var nextKey: UInt64 = 0

    var hasUnread: Bool { !unread.isEmpty }

    mutating func add(_ guest: BookingGuest, _ continuation: Continuation) -> UInt64 {
        nextKey += 1
        count += 1
        bookings[guest.booking, default: Followed()].places[nextKey] = (guest, continuation)
        return nextKey
    }

    /// - Returns: What the caller has to finish, outside the lock: its end may call back.
    mutating func remove(_ key: UInt64, of booking: Int64) -> Continuation? {
        guard let place = bookings[booking]?.places.removeValue(forKey: key) else { return nil }
        count -= 1
        if bookings[booking]?.places.isEmpty == true {
            bookings[booking] = nil
            unread.remove(booking)
        }
        return place.continuation
    }

    mutating func close() -> [Continuation] {
        defer { self = FollowedBookings() }
        return bookings.values.flatMap { $0.places.values.map(\.continuation) }
    }

    /// Somebody has read the booking up to this step by themselves.
    mutating func note(_ last: Int64, of booking: Int64) {
        // Others who follow it may not have been told of these steps, so only a first listener moves the mark.
        guard let followed = bookings[booking], followed.last == 0, followed.places.count == 1 else { return }
        bookings[booking]?.last = last
    }

    /// - Returns: Whether any of them is followed here.
    mutating func mark(_ changed: [Int64]) -> Bool {
        var isAny = false
        for booking in changed where bookings[booking] != nil {
            unread.insert(booking)
            isAny = true
        }
        return isAny
    }

    mutating func markAll() { unread = Set(bookings.keys) }

    /// Some that are to be read, each with its last step; nil when there are none.
    mutating func takeUnread(atMost limit: Int) -> [(booking: Int64, last: Int64)]? {
        let taken = Array(unread.prefix(limit))
        unread.subtract(taken)
        let asked = taken.compactMap { booking in bookings[booking].map { (booking, $0.last) } }
        return asked.isEmpty ? nil : asked
    }

    /// - Parameter isPage: There may be more of them.
    /// - Returns: Those that have no room left: they are too slow, and cut off.
    mutating func hand(_ steps: [BookingStep], of booking: Int64, isPage: Bool) -> [Continuation] {
        guard let followed = bookings[booking], let last = steps.last else { return [] }
        bookings[booking]?.last = max(followed.last, last.id)
        if isPage { unread.insert(booking) }
        return followed.places.keys.compactMap { hand(.steps(steps), to: $0, of: booking) }
    }

    /// - Returns: The listener, when it has no room left.
    mutating func hand(_ signal: BookingFeed.Signal, to key: UInt64, of booking: Int64) -> Continuation? {
        guard let place = bookings[booking]?.places[key], case .dropped = place.continuation.yield(signal) else {
            return nil
        }
        return remove(key, of: booking)
    }

    func guests(_ isWanted: (UInt64) -> Bool) -> [(key: UInt64, guest: BookingGuest)] {
        bookings.values.flatMap { followed in
            followed.places.filter { isWanted($0.key) }.map { ($0.key, $0.value.guest) }
        }
    }
}

import Foundation

extension JSONWriter {
    package mutating func field(_ name: StaticString, _ time: Date?) {
        field(name, time.map(Timestamp.text))
    }
}

/// A piece of work that a worker does later, at least once: a value that is stored with the change that asked for it.
package protocol Job: Codable, Sendable {
    /// Names the kind in the queue; never changes, since rows outlive versions of the program.
    static var name: String { get }
}

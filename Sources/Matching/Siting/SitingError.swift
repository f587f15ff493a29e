/// Why no answer can be given where to open next.
package enum SitingError: Error, Hashable, Sendable {
    case unknownDistrict(String)
    /// Too many such questions wait.
    case busy
}

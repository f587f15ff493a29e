/// Which Istri this is.
package enum Build {
    /// Raised with each release.
    package static let version = "0.3.0"
}

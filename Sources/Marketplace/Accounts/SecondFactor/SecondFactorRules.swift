import Foundation

/// Who must have a second factor, and by which clock codes are checked.
package struct SecondFactorRules: Sendable {
    package let requiredFor: Set<Role>
    let now: @Sendable () -> Date

    package init(requiredFor: Set<Role> = [], now: @escaping @Sendable () -> Date = { Date() }) {
        self.requiredFor = requiredFor
        self.now = now
    }

    /// Whether the user can do nothing else before setting one up.
    package func mustBeSetUp(by user: SignedInUser) -> Bool {
        requiredFor.contains(user.role) && !user.hasSecondFactor
    }
}

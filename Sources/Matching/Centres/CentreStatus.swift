/// Where a centre stands with us. Only approved ones are ever found.
package enum CentreStatus: String, CaseIterable, Sendable {
    case pending, approved, rejected, suspended, inactive
}

/// The number that customers ring: a mobile phone, or a landline of the south, as shops have.
package struct CentrePhone: Hashable, Sendable {
    /// E.164.
    package let text: String

    /// In any notation that `PhoneNumber` reads; a landline with its area code, which begins with 4 in Tamil Nadu,
    /// Puducherry and Kerala.
    package init?(_ typed: String) {
        guard let national = PhoneNumber.tenDigits(typed), let first = national.first, "46789".contains(first) else {
            return nil
        }
        text = "+91" + national
    }
}

/// One of the state's 38 districts.
package struct District: Hashable, Sendable {
    /// Local Government Directory code.
    package let lgd: Int32
    package let name: String
    package let name_ta: String
}

import Matching

extension FormReader {
    /// Those that were typed, separated by anything, and those that were `checked`; nil when one is wrong, or there is none.
    mutating func pincodes(_ body: FormBody, checked: [String] = []) -> [Pincode]? {
        let words = body["pincodes"].split { !$0.isNumber }.map(String.init) + checked
        guard !words.isEmpty else {
            note("pincodes", "missing")
            return nil
        }
        let pincodes = words.compactMap { Pincode(typed: $0) }
        guard pincodes.count == words.count, pincodes.count <= BodyFields.mostPincodes else {
            note("pincodes", "wrong")
            return nil
        }
        return pincodes
    }
}

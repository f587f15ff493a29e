import CLibpq

/// The vectors in which libpq takes the parameters of a statement; kept to be filled again without allocating.
struct ArgumentVectors {
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// The pointers are good inside `body` alone.
    mutating func lend<Result>(
        _ parameters: Parameters,
        _ body: (
            _ count: Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        parameters.bytes.withUnsafeBytes { bytes in
            values.removeAll(keepingCapacity: true)
            lengths.removeAll(keepingCapacity: true)
            formats.removeAll(keepingCapacity: true)
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            for slot in parameters.slots {
                values.append(slot.length < 0 ? nil : start! + slot.start)
                lengths.append(Int32(truncatingIfNeeded: slot.length))
                formats.append(slot.type.hasTextFormat ? 0 : 1)
            }
            return body(Int32(parameters.count), values, lengths, formats)
        }
    }
}

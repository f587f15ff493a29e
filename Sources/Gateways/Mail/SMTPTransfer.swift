import CCurl

/// One mail on its way through libcurl, as its callbacks see it. Belongs to the thread that sends it.
final class SMTPTransfer {
    let bytes: [UInt8]
    let flag: CancelFlag
    private(set) var sent = 0
    /// What the server last refused with, code and text.
    private(set) var refusal = ""

    init(_ bytes: [UInt8], _ flag: CancelFlag) {
        self.bytes = bytes
        self.flag = flag
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> SMTPTransfer {
        Unmanaged<SMTPTransfer>.fromOpaque(context!).takeUnretainedValue()
    }

    /// Hands libcurl the next bytes; it doubles the dots at the beginning of lines itself.
    static let read: curl_read_callback = { buffer, size, count, context in
        let transfer = SMTPTransfer.from(context)
        if transfer.flag.isRaised { return Int(CURL_READFUNC_ABORT) }
        let length = min(size * count, transfer.bytes.count - transfer.sent)
        transfer.bytes.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: length)
                .copyMemory(from: .init(rebasing: bytes[transfer.sent..<transfer.sent + length]))
        }
        transfer.sent += length
        return length
    }

    static let receiveReply: curl_write_callback = { line, size, count, context in
        let bytes = UnsafeRawBufferPointer(start: line, count: min(size * count, 300))
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("4") || text.hasPrefix("5") {
            SMTPTransfer.from(context).refusal = String(
                String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isControl }))
        }
        return size * count
    }

    /// Called about once a second, and with every move: anything but 0 ends the transfer.
    static let progress: curl_xferinfo_callback = { context, _, _, _, _ in
        SMTPTransfer.from(context).flag.isRaised ? 1 : 0
    }
}

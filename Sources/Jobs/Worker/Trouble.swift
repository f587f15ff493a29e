import Logging

/// Something that fails again and again while its cause lasts: logged when it begins and when it is over.
struct Trouble {
    private let what: String
    private let logger: Logger
    private var lasts = false

    init(_ what: String, _ logger: Logger) {
        self.what = what
        self.logger = logger
    }

    mutating func began(_ error: any Error) {
        if !lasts { logger.warning("\(what)", metadata: ["error": "\(ErrorText.of(error))"]) }
        lasts = true
    }

    mutating func isOver() {
        if lasts { logger.info("\(what): this is over") }
        lasts = false
    }
}

import CCurl

/// One of libcurl's easy handles: it keeps its connections open from one transfer to the next. Belongs to one thread.
final class CurlHandle {
    let pointer: OpaquePointer
    /// libcurl writes here, in words, why a transfer failed.
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() {
        Self.prepareLibrary
        guard let pointer = curl_easy_init() else { preconditionFailure("libcurl has no memory for a handle") }
        self.pointer = OpaquePointer(pointer)
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, pointer: message)
        // Signals would hit any thread of the process.
        set(CURLOPT_NOSIGNAL, 1)
    }

    deinit {
        curl_easy_cleanup(raw)
        message.deallocate()
    }

    /// Once in the process, before any handle: a static is made by one thread, and the others wait for it.
    private static let prepareLibrary: Void = {
        let all = Int(CURL_GLOBAL_SSL | CURL_GLOBAL_WIN32)
        guard curl_global_init(all) == CURLE_OK else { preconditionFailure("libcurl can't be used") }
    }()

    private var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(pointer) }

    func set(_ option: CURLoption, _ value: Int) {
        check(istri_curl_set_long(raw, option, value), option)
    }

    func set(_ option: CURLoption, _ text: String?) {
        check(istri_curl_set_string(raw, option, text), option)
    }

    /// The pointer must stay good until it is set anew or the handle is gone.
    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        check(istri_curl_set_pointer(raw, option, pointer), option)
    }

    func setReader(_ callback: @escaping curl_read_callback) {
        check(istri_curl_set_read(raw, callback), CURLOPT_READFUNCTION)
    }

    func setHeaderReceiver(_ callback: @escaping curl_write_callback) {
        check(istri_curl_set_write(raw, CURLOPT_HEADERFUNCTION, callback), CURLOPT_HEADERFUNCTION)
    }

    func setProgress(_ callback: @escaping curl_xferinfo_callback) {
        set(CURLOPT_NOPROGRESS, 0)
        check(istri_curl_set_progress(raw, callback), CURLOPT_XFERINFOFUNCTION)
    }

    /// Blocks until the transfer is done.
    func perform() -> CURLcode {
        message[0] = 0
        return curl_easy_perform(raw)
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        guard istri_curl_get_long(raw, info, &value) == CURLE_OK else { return 0 }
        return value
    }

    /// Why the last transfer ended with this code.
    func reason(_ code: CURLcode) -> String {
        let text = String(cString: message)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }

    /// An option that libcurl doesn't know, or a value that it has no memory for: a transfer without the option
    /// might be one without TLS, so there must be none.
    private func check(_ code: CURLcode, _ option: CURLoption) {
        precondition(code == CURLE_OK, "libcurl refuses the option \(option.rawValue): error \(code.rawValue)")
    }
}

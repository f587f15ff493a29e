import Documents

extension QRCode {
    /// For the partial `accounts/qr`.
    var model: [String: Any] { ["side": side, "path": path] }
}

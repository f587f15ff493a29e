/// RFC 4648, section 6, without padding, as an authenticator app reads what was typed.
///
/// - Returns: Nil when the text isn't base32.
package func base32Decoded(_ text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var (bytes, bits, count) = ([UInt8](), 0, 0)
    for character in text {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        bits = bits << 5 | value
        count += 5
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(bits >> count & 0xFF))
            bits &= (1 << count) - 1
        }
    }
    return bytes
}

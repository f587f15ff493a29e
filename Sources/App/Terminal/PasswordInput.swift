import Foundation
import Glibc

/// A password from standard input: the first line of a pipe, or typed unseen.
enum PasswordInput {
    /// - Throws: `Refusal` when there is none, or no text.
    static func read() throws -> String {
        let bytes = isatty(STDIN_FILENO) == 1 ? readUnseen() : readLine()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal("The password is not UTF-8 text.")
        }
        guard !text.isEmpty else { throw Refusal("Give the password on standard input.") }
        return text
    }

    private static func readUnseen() -> [UInt8] {
        FileHandle.standardError.write(Data("Password: ".utf8))
        var terminal = termios()
        tcgetattr(STDIN_FILENO, &terminal)
        var unseen = terminal
        unseen.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine()
    }

    /// Without the end of the line. What is longer than any password is cut, and then refused as too long.
    private static func readLine() -> [UInt8] {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 65_536, Glibc.read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}

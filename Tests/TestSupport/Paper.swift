import Foundation
import SystemPackage

/// A PDF as other programs see it: Poppler's, and ZBar for the codes on it.
package struct Paper: Sendable {
    private let pdf: [UInt8]

    package init(_ pdf: [UInt8]) { self.pdf = pdf }

    /// What somebody copies out of it, line by line in the order of its structure.
    package func text() throws -> String {
        try onDisk { String(decoding: try Self.run("pdftotext", ["-raw", "-enc", "UTF-8", $0, "-"]), as: UTF8.self) }
    }

    package func lines() throws -> [String] {
        try text().split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// What `pdfinfo` says, by the labels.
    package func properties() throws -> [String: String] {
        let text = try onDisk { String(decoding: try Self.run("pdfinfo", [$0]), as: UTF8.self) }
        return text.split(separator: "\n").reduce(into: [:]) { properties, line in
            guard let colon = line.firstIndex(of: ":") else { return }
            properties[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
    }

    /// The elements of its structure, each on a line, indented by its depth.
    package func structure() throws -> [String] {
        try onDisk { String(decoding: try Self.run("pdfinfo", ["-struct", $0]), as: UTF8.self) }
            .split(separator: "\n").map(String.init)
    }

    /// The families of the fonts in it.
    package func fonts() throws -> [String] {
        try onDisk { String(decoding: try Self.run("pdffonts", [$0]), as: UTF8.self) }
            .split(separator: "\n").dropFirst(2).compactMap { line in
                line.split(separator: " ").first?.split(separator: "+").last.map(String.init)
            }
    }

    /// - Parameter page: From 1.
    package func picture(page: Int = 1, dotsPerInch: Int) throws -> Picture {
        try onDisk { path in
            try Picture(
                Self.run(
                    "pdftoppm",
                    ["-gray", "-r", "\(dotsPerInch)", "-f", "\(page)", "-l", "\(page)", "-singlefile", path]))
        }
    }

    private func onDisk<Result>(_ body: (String) throws -> Result) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    /// What the program printed. Blocks.
    static func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let (given, output) = (Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = output
        // Both ways at once, or each would wait for the other when both pipes are full.
        let writer = Thread {
            try? given.fileHandleForWriting.write(contentsOf: input)
            try? given.fileHandleForWriting.close()
        }
        try process.run()
        writer.start()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ProgramFailed(program: program, status: process.terminationStatus)
        }
        return printed
    }

    package struct ProgramFailed: Error {
        let program: String
        let status: Int32
    }
}

/// A picture in shades of grey.
package struct Picture: Sendable {
    package let width: Int
    package let height: Int
    /// Row by row; 255 is white.
    package let pixels: [UInt8]

    package struct NoPicture: Error {}

    /// - Parameter data: A binary PGM file.
    package init(_ data: Data) throws {
        var rest = data[...]
        func word() throws -> String {
            rest = rest.drop { $0 == 0x20 || $0 == 0x0a }
            let word = rest.prefix { $0 != 0x20 && $0 != 0x0a }
            rest = rest.dropFirst(word.count + 1)
            return String(decoding: word, as: UTF8.self)
        }
        guard try word() == "P5", let width = Int(try word()), let height = Int(try word()), try word() == "255",
            rest.count == width * height
        else { throw NoPicture() }
        self.width = width
        self.height = height
        pixels = Array(rest)
    }

    package var file: Data { Data("P5\n\(width) \(height)\n255\n".utf8) + Data(pixels) }

    /// How far apart two pictures of one size are: the mean over all pixels, and the share of pixels that differ by more
    /// than a quarter of the scale. Nil: they have different sizes.
    package func difference(from other: Picture) -> (mean: Double, share: Double)? {
        guard width == other.width, height == other.height else { return nil }
        let distances = zip(pixels, other.pixels).map { abs(Int($0) - Int($1)) }
        let count = Double(distances.count)
        return (Double(distances.reduce(0, +)) / count, Double(distances.count { $0 > 64 }) / count)
    }

    /// What ZBar reads in it, with the kind of code before it.
    package func code() throws -> String {
        let script = Checkout.folder.appending("Tests/ServerTests/Pages/Frame/read_qr.py").string
        let text = "P2\n\(width) \(height)\n255\n" + pixels.map(String.init).joined(separator: " ") + "\n"
        let read = try Paper.run("python3", [script], input: Data(text.utf8))
        return String(decoding: read, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

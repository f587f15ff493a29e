import Foundation

/// Memory of processes as the kernel counts it, in bytes.
enum Memory {
    static func resident(of process: Int32) throws -> Int {
        try field("VmRSS", in: "/proc/\(process)/status")
    }

    /// The most that was ever resident since the process started.
    static func peak(of process: Int32) throws -> Int {
        try field("VmHWM", in: "/proc/\(process)/status")
    }

    /// A process and its children together. A page that several of them share counts once, so PostgreSQL's
    /// shared buffers aren't multiplied by its connections.
    static func proportional(ofFamily parent: Int32) throws -> Int {
        try Family.children(of: parent).reduce(field("Pss", in: "/proc/\(parent)/smaps_rollup")) { sum, child in
            // A child may end while we read.
            sum + ((try? field("Pss", in: "/proc/\(child)/smaps_rollup")) ?? 0)
        }
    }

    private static func field(_ name: String, in file: String) throws -> Int {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        let words = line?.split { $0 == " " || $0 == "\t" } ?? []
        guard words.count > 1, let number = Int(words[1]) else { throw Failure("\(file) doesn't tell \(name)") }
        // The kernel's kB are 1024 bytes.
        return number * 1024
    }
}

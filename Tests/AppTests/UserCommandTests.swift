import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

@testable import App

/// Accounts by the command line, and those of a demonstration.
@Suite(.serialized) struct UserCommandTests {
    private struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    private struct Entry: Decodable {
        let email: String
        let password: String
    }

    @Test func `accounts are made, listed and suspended, and refusals say why`() async throws {
        try await withFolder { folder in
            let create = ["user", "create", "--role", "admin", "--email", "Someone@Example.org", "--name", "முத்து"]
            let made = try await istri(create, input: "a password of nobody\n", in: folder)
            #expect(made.status == 0 && made.output == "1\n", "\(made)")
            let again = try await istri(create, input: "a password of nobody", in: folder)
            #expect(again.status == 1 && again.output.isEmpty && again.errors.contains("has an account already"))
            for (input, part) in [
                ("", "standard input"), ("short", "12 characters"), ("passwordpassword", "tries first"),
            ] {
                let refused = try await istri(create, input: input, in: folder)
                #expect(refused.status == 1 && refused.errors.contains(part), "\(refused)")
            }
            let wrong = try await istri(create + ["--role", "root"], input: "", in: folder)
            #expect(wrong.status == 2)

            let other = [
                "user", "create", "--role", "customer", "--phone", "098765 43210", "--name", "Someone", "--json",
            ]
            let json = try await istri(other, input: "another password", in: folder)
            #expect(json.status == 0 && json.output.contains(#""phone":"+919876543210""#))
            #expect(!json.output.contains("password"))
            #expect(try await istri(["user", "suspend", "2", "--reason", "a test"], in: folder).status == 0)
            let list = try await istri(["user", "list", "--status", "suspended", "--json"], in: folder)
            #expect(list.output.contains(#""id":2,"#) && !list.output.contains(#""id":1,"#))
            let last = try await istri(["user", "suspend", "1", "--reason", "a test"], in: folder)
            #expect(last.status == 1 && last.errors.contains("last active administrator"))
            #expect(try await istri(["user", "list"], in: folder).output.contains("someone@example.org"))
        }
    }

    @Test func `a demonstration has an account per role, kept between starts and private`() async throws {
        try await withFolder { folder in
            let file = folder + "/demo-accounts.json"
            let first = try await demo(in: folder) { istri in
                let entries = try accounts(in: file)
                #expect(Set(entries.keys) == ["customer", "provider", "dispatcher", "admin"])
                let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(permissions == 0o600)
                for (role, entry) in entries {
                    let answer = try await login(entry, port: istri.port)
                    #expect(answer.contains(#""role":"\#(role)""#), "\(answer)")
                }
                return try String(contentsOfFile: file, encoding: .utf8)
            }
            let second = try await demo(in: folder) { _ in try String(contentsOfFile: file, encoding: .utf8) }
            #expect(first == second)
            // A lost file gives new passwords to the same accounts.
            try FileManager.default.removeItem(atPath: file)
            try await demo(in: folder) { istri in
                let entries = try accounts(in: file)
                let entry = try #require(entries["admin"])
                #expect(!first.contains(entry.password))
                #expect(try await login(entry, port: istri.port).contains(#""role":"admin""#))
            }
        }
    }

    private func demo<Result>(in folder: String, _ body: (IstriProcess) async throws -> Result) async throws -> Result {
        let istri = try IstriProcess(["serve", "--demo"], folder: folder, settings: ["ISTRI_BCRYPT_COST": "4"])
        #expect(try await istri.get("/readyz").status == 200)
        let result = try await body(istri)
        istri.signal(SIGTERM)
        #expect(try await istri.status(within: .seconds(20)) == 0)
        return result
    }

    private func accounts(in file: String) throws -> [String: Entry] {
        try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    }

    private func login(_ entry: Entry, port: Int) async throws -> String {
        let body = #"{"email":"\#(entry.email)","password":"\#(entry.password)"}"#
        return try await Subprocess.run(
            .name("curl"),
            arguments: [
                "-s", "-m", "10", "-H", "Content-Type: application/json", "-d", body,
                "http://127.0.0.1:\(port)/api/login",
            ], output: .string(limit: 1 << 16)
        ).standardOutput
    }

    private func istri(_ arguments: [String], input: String = "", in folder: String) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(IstriProcess.program)), arguments: Arguments(arguments),
            environment: .inherit.updating([
                "DATABASE_URL": nil, "ISTRI_DATA_DIR": folder, "ISTRI_BCRYPT_COST": "4",
            ]), input: .string(input), output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        let status: Int32 = if case .exited(let code) = result.terminationStatus { code } else { -1 }
        return Outcome(status: status, output: result.standardOutput, errors: result.standardError)
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/istri-user-\(UInt32.random(in: 0...UInt32.max))"
        mkdir(folder, 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}

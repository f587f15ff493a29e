import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore
import Testing

@testable import Server

struct FormBodyTests {
    private func form(_ encoded: String) throws -> FormBody { try #require(FormBody(encoded: encoded)) }

    private func body(_ text: String, type: String = "application/x-www-form-urlencoded", limit: Int = 100) async throws
        -> FormBody
    {
        let request = Request(
            head: .init(
                method: .post, scheme: "http", authority: "localhost", path: "/", headerFields: [.contentType: type]),
            body: .init(buffer: ByteBuffer(string: text)))
        return try await FormBody(request, limit: limit)
    }

    @Test func `what was typed comes back as it was`() throws {
        let typed = FormBody([
            .init(name: "name", value: "முருகன் & Sons + 100% <b>"), .init(name: "empty", value: ""),
            .init(name: "lines", value: "one\ntwo"), .init(name: "odd", value: "\u{FFFD}"),
        ])
        #expect(try form(typed.encoded) == typed)
        #expect(try form("a=1+2&lines=a%0D%0Ab&flag&=x")["lines"] == "a\nb")
        #expect(try form("a=false&a=true")["a"] == "true", "the last one counts")
    }

    @Test(arguments: ["a=%", "a=%zz", "a=%ff", "%80=a"])
    func `what isn't encoded text is none`(text: String) {
        #expect(FormBody(encoded: text) == nil)
    }

    @Test func `too much, another kind and broken text are refused`() async throws {
        await #expect { try await body(String(repeating: "a", count: 101)) } throws: {
            ($0 as? Problem)?.code == "too_large"
        }
        await #expect { try await body("a=1", type: "application/json") } throws: {
            ($0 as? Problem)?.code == "unsupported_type"
        }
        await #expect { try await body("a=%ff") } throws: { ($0 as? Problem)?.code == "invalid_encoding" }
        let many = String(repeating: "a=&", count: FormBody.mostFields + 1)
        await #expect { try await body(many, limit: 1 << 20) } throws: { ($0 as? Problem)?.code == "too_large" }
        #expect(try await body("", type: "text/plain").fields.isEmpty)
        #expect(try await body("a=1", type: "application/x-www-form-urlencoded; charset=UTF-8")["a"] == "1")
    }

    private func multipart(_ parts: [String], end: String = "--x--\r\n") async throws -> FormBody {
        try await body(
            parts.map { "--x\r\n\($0)\r\n" }.joined() + end, type: "multipart/form-data; boundary=x", limit: 10_000)
    }

    @Test func `a form with files has its text and the files that were chosen`() async throws {
        let form = try await multipart([
            "Content-Disposition: form-data; name=\"lines\"\r\n\r\none\r\ntwo --x",
            "content-disposition: form-data; name=\"near[]\"\r\n\r\n600001",
            "Content-Disposition: form-data; name=\"near[]\"\r\n\r\n",
            "Content-Disposition: form-data; name=\"file\"; filename=\"பகுதி.kml\"\r\nContent-Type: text/xml\r\n\r\n<kml>\r\n\r\n",
            "Content-Disposition: form-data; name=\"other\"; filename=\"\"\r\n\r\n",
        ])
        #expect(form["lines"] == "one\ntwo --x" && form.all("near[]") == ["600001", ""])
        #expect(form.files == ["file": .init(name: "பகுதி.kml", content: Array("<kml>\r\n\r\n".utf8))])
        #expect(form.fields.count == 3 && form.without { _ in false }.files.isEmpty)
        #expect(try await multipart([]).fields.isEmpty)
        let quoted = try await body(
            "--a b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--a b--",
            type: "Multipart/Form-Data; charset=x; Boundary=\"a b\"", limit: 1000)
        #expect(quoted["a"] == "1")
    }

    @Test(arguments: [
        ["Content-Disposition: attachment; name=\"a\"\r\n\r\n1"], ["Content-Disposition: form-data\r\n\r\n1"],
        ["X: y\r\n\r\n1"], ["nothing"], [""],
    ])
    func `a form with files that isn't one is refused`(parts: [String]) async throws {
        await #expect { try await multipart(parts) } throws: { ($0 as? Problem)?.code == "invalid_encoding" }
    }

    @Test func `a form with files that breaks off, or has no boundary, is refused`() async throws {
        let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n1"
        for end in ["", "--x", "--y--"] {
            await #expect { try await multipart([part], end: end) } throws: {
                ($0 as? Problem)?.code == "invalid_encoding"
            }
        }
        await #expect { try await body("--x--", type: "multipart/form-data") } throws: {
            ($0 as? Problem)?.code == "invalid_encoding"
        }
        let many = Array(repeating: part, count: FormBody.mostFields + 2).map { "--x\r\n\($0)\r\n" }.joined()
        await #expect {
            try await body(many + "--x--", type: "multipart/form-data; boundary=x", limit: 1 << 20)
        } throws: {
            ["invalid_encoding", "too_large"].contains(($0 as? Problem)?.code)
        }
    }

    @Test func `of a form that is kept while somebody signs in, secrets go and a pincode stays`() throws {
        let names = [
            "pincode", "pincodes", "decode", "near[]", "csrf", "password", "new_password", "otp", "otp_secret", "code",
            "code_request", "kept",
        ]
        let form = FormBody(names.map { .init(name: $0, value: "x") })
        let kept = try #require(KeptForm(action: .home, form: form))
        #expect(kept.body.fields.map(\.name) == ["pincode", "pincodes", "decode", "near[]"])
    }

    @Test func `names make members, rows and lists, and are read like JSON`() throws {
        let typed = try form(
            "name=A&consent.terms=on&consent.offers=&count=7&share=0.5&services%5B3%5D.service=steam"
                + "&services%5B3%5D.price=450&services%5B9%5D.service=&services%5B9%5D.price=&days%5B%5D=1&days%5B%5D=2"
        )
        var fields = BodyFields(typed)
        #expect(try fields.text("name") == "A")
        var consent = try #require(try fields.object("consent"))
        #expect(try consent.flag("terms") == true && consent.flag("offers") == nil)
        #expect(try fields.integer("count", in: 1...10) == 7)
        #expect(try fields.number("share", in: 0...1) == 0.5)
        let services = try fields.objects("services", atMost: 5) { row in
            (try row.text("service"), try row.integer("price", in: 1...1000))
        }
        #expect(services?.count == 1 && services?[0].0 == "steam" && services?[0].1 == 450)
        #expect(try fields.array("days", atMost: 7) == [.string("1"), .string("2")])
        #expect(FormTree.rows("services", of: typed) == [["service": "steam", "price": "450"]])
        try fields.refuseOthers()
    }

    @Test(arguments: ["seven", "1.5", "+7", "7 7", "11", "0x7", "٧"])
    func `a number is read strictly`(text: String) throws {
        var fields = BodyFields(FormBody([.init(name: "count", value: text)]))
        #expect(throws: Problem.self) { try fields.integer("count", in: 1...10) }
    }

    @Test func `numbers of a JSON body must be numbers still`() {
        var fields = BodyFields(["count": .string("7"), "flag": .string("true")])
        #expect(throws: Problem.self) { try fields.integer("count", in: 1...10) }
        #expect(throws: Problem.self) { try fields.flag("flag") }
    }

    @Test func `all that is wrong is told at once, each by the words nearest to it`() throws {
        var reader = FormReader(try form("email=none&phone=12&services%5B0%5D.price=x"))
        _ = try reader.require("name") { try $0.text($1) }
        _ = try reader.read { try $0.email() }
        _ = try reader.read { try $0.phone() }
        _ = try reader.read { fields in
            try fields.objects("services", atMost: 5) { try $0.integer("price", in: 1...1000) }
        }
        #expect(reader.problems.map(\.field) == ["name", "email", "phone", "services[0].price"])
        let words = Site.current[.english].words
        let messages = reader.problems.map { $0.message(words, prefix: "accounts") }
        #expect(messages[0] == words.text("accounts.field.name.missing"))
        #expect(messages[1] == words.text("accounts.field.email.wrong"))
        #expect(messages[3] == words.text("frame.field.wrong"))
        let taken = FormProblem(field: "email", code: "email_taken").message(words, prefix: "accounts")
        #expect(taken == words.text("errors.email_taken"))
    }

    @Test(arguments: [
        ("/a", true), ("/a?b=c", true), ("//evil.example", false), ("/\\evil.example", false),
        ("https://evil.example", false), ("a", false), ("", false), ("/a b", false), ("/a\u{0A}b", false),
        ("/\u{0B85}", false), ("/" + String(repeating: "a", count: 2048), false),
    ])
    func `an address to go on to is one of ours`(text: String, isOurs: Bool) {
        #expect((LocalPath(text) != nil) == isOurs)
    }

    @Test func `an address gets and loses parameters`() throws {
        let path = try #require(LocalPath("/a?lang=ta&q=x"))
        #expect(path.adding("lang", "en").text == "/a?q=x&lang=en")
        #expect(path.without(["lang"]).text == "/a?q=x" && path.without(["lang", "q"]).text == "/a")
        #expect(LocalPath("/a")?.adding("done", "x.y").text == "/a?done=x.y")
        #expect(path.encoded == "/a%3Flang%3Dta%26q%3Dx")
    }
}

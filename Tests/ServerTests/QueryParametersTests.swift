import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

struct QueryParametersTests {
    private func parameters(_ query: String) throws -> QueryParameters {
        try QueryParameters(
            Request(
                head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/x?\(query)"),
                body: RequestBody(buffer: ByteBuffer())))
    }

    private func problem(_ body: () throws -> Void) -> Problem? {
        #expect(throws: Problem.self) { try body() }
        do { try body() } catch { return error as? Problem }
        return nil
    }

    @Test(arguments: [
        ("q=anna+nagar", "anna nagar"), ("q=anna%20nagar", "anna nagar"), ("q=%E0%AE%9A%E0%AF%87", "சே"), ("q=", ""),
        ("q", ""), ("q=a%3Db%26c", "a=b&c"), ("q=a=b", "a=b"), ("&&q=x&", "x"),
    ])
    func `text is decoded`(query: String, expected: String) throws {
        var parameters = try parameters(query)
        #expect(parameters.text("q") == expected)
        #expect(parameters.text("other") == nil)
    }

    @Test(arguments: ["q=%FF", "q=%E0%AE", "q=%C0%80", "q=%", "q=%4", "q=%ZZ", "q=%00", "%FF=1", "q=\u{FFFD}"])
    func `what is not UTF-8 text is refused`(query: String) {
        #expect(problem { _ = try parameters(query) }?.status == .badRequest)
    }

    @Test func `a query of 10 KB is refused`() {
        let problem = problem { _ = try parameters("q=" + String(repeating: "a", count: 10_240)) }
        #expect(problem?.status == .contentTooLarge)
    }

    @Test func `a parameter given twice is refused`() {
        #expect(problem { _ = try parameters("q=1&q=2") }?.errors.first?.field == "q")
    }

    @Test func `a parameter that nobody asked for is refused by name`() throws {
        var parameters = try parameters("limit=5&lmit=6")
        _ = try parameters.integer("limit", in: 1...50, default: 10)
        let problem = problem { try parameters.refuseOthers() }
        #expect(problem?.code == "unknown_parameter")
        #expect(problem?.errors.first?.field == "lmit")
    }

    @Test(arguments: ["0", "51", "-1", "1.5", "", "ten", "99999999999999999999", "௧"])
    func `a number outside its range is refused`(value: String) throws {
        var parameters = try parameters("limit=\(value)")
        #expect(
            problem { _ = try parameters.integer("limit", in: 1...50, default: 10) }?.errors.first?.field == "limit")
    }

    @Test(arguments: ["NaN", "nan", "inf", "-Infinity", "0x1p3", "1e999", "", "91", "1,5"])
    func `what is not a finite number is refused`(value: String) throws {
        var parameters = try parameters("lat=\(value)")
        #expect(
            problem { _ = try parameters.number("lat", "a latitude") { abs($0) <= 90 } }?.code == "invalid_parameter")
    }
}

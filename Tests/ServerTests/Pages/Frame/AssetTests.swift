import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Server

@Suite(.server) struct AssetTests {
    private var address: String { Site.current.assets.address(of: "css/istri.css") ?? "" }

    @Test func `a file has an address that names its content and may be kept for ever`() async throws {
        #expect(address.wholeMatch(of: /\/assets\/css\/istri\.[0-9a-f]{12}\.css/) != nil)
        let reply = try await server.get(address)
        #expect(reply.status == 200)
        #expect(reply.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(reply.headers[.contentType] == "text/css; charset=utf-8")
        #expect(reply.headers[.vary] == "Accept-Encoding")
        let tag = try #require(reply.headers[.eTag])
        let again = try await server.send(.get, address, headers: [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.text.isEmpty)
    }

    @Test func `whoever takes gzip gets it packed`() async throws {
        let site = try MadeUpSite()
        try site.write("public/css/long.css", String(repeating: "a { color: red }\n", count: 200))
        let routes = AssetRoutes(assets: try site.assets()).routes
        let address = try #require(try site.assets().address(of: "css/long.css"))
        try await server.application(routes).test(.router) { client in
            let plain = try await client.executeRequest(uri: address, method: .get, headers: [:], body: nil)
            let packed = try await client.executeRequest(
                uri: address, method: .get, headers: [.acceptEncoding: "gzip, br"], body: nil)
            #expect(plain.headers[.contentEncoding] == nil && packed.headers[.contentEncoding] == "gzip")
            #expect(packed.body.readableBytes * 10 < plain.body.readableBytes)
            #expect(packed.headers[.eTag] != plain.headers[.eTag])
        }
    }

    @Test func `HEAD tells the same without the body`() async throws {
        let reply = try await server.send(.head, address)
        #expect(reply.status == 200 && reply.text.isEmpty && reply.headers[.eTag] != nil)
    }

    @Test(arguments: [
        "/assets/css/istri.css", "/assets/none.css", "/assets/", "/assets/../openapi.yaml",
        "/assets/%2e%2e/openapi.yaml",
        "/assets/css/istri.000000000000.css",
    ])
    func `nothing else is there`(address: String) async throws {
        try expectProblem(await server.get(address), 404, "not_found")
    }

    @Test func `scripts and style sheets name each other by what they hold`() throws {
        let site = try MadeUpSite()
        try site.write("public/js/base.js", "export const a = 1\n")
        try site.write("public/js/staff/map.js", "import { a } from \"../base.js\"\nawait import('../base.js')\n")
        try site.write("public/icons/x.svg", "<svg/>")
        try site.write("public/css/b.css", "a{background:url(\"../icons/x.svg\")}b{background:url(data:image/png,x)}")
        let first = try site.assets()
        let base = try #require(first.address(of: "js/base.js"))
        let map = try #require(first.address(of: "js/staff/map.js"))
        let text = String(buffer: try #require(first.file(named: String(map.dropFirst(8)))).plain)
        #expect(text == "import { a } from \"\(base)\"\nawait import('\(base)')\n")
        let sheet = try #require(first.address(of: "css/b.css"))
        #expect(
            String(buffer: try #require(first.file(named: String(sheet.dropFirst(8)))).plain).contains(
                "/assets/icons/x."))

        try site.write("public/js/base.js", "export const a = 2\n")
        let second = try site.assets()
        #expect(second.address(of: "js/staff/map.js") != map, "what it imports has changed")
        #expect(second.address(of: "css/b.css") == sheet)
    }

    @Test func `a file that names one that isn't there, or itself, or is of an unknown kind stops the start`() throws {
        let site = try MadeUpSite()
        try site.write("public/js/a.js", "import './b.js'")
        #expect(site.refusal == "public/js/a.js refers to './b.js', which isn't there.")
        try site.write("public/js/b.js", "import './a.js'")
        #expect(site.refusal?.hasPrefix("public/js/a.js refers to itself") == true)
        try site.write("public/js/b.js", "")
        try site.write("public/x.exe", "")
        #expect(site.refusal?.hasPrefix("public/x.exe: files of this kind") == true)
    }
}

import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore

/// What we hold about whoever asks, and its end.
struct PersonalDataRoutes: Sendable {
    let data: PersonalData

    var routes: [Route] {
        [
            Route(.get, "/api/me/export", for: .everybodySignedIn, export).writtenDown(),
            Route(.delete, "/api/me", for: .everybodySignedIn, erase),
        ]
    }

    @Sendable func export(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let body = ResponseBody { writer in
            var buffer = ByteBuffer()
            try await data.export(context.user.id, by: context.actor) { text in
                buffer.writeString(text)
                guard buffer.readableBytes >= Self.chunk else { return }
                try await writer.write(buffer)
                buffer.clear()
            }
            try await writer.write(buffer)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: Answer.jsonType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"istri-\(context.user.id).json\"",
            ], body: body)
    }

    @Sendable func erase(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.optionalJSONBody()
        let password = try body.rawText("current_password")
        try body.refuseOthers()
        try await data.erase(context.user, password: password, by: context.actor)
        var answer = Answer.nothing
        answer.headers[.setCookie] = SessionCookie.clearing
        return answer
    }

    private static let chunk = 32 << 10
}

import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// When an owner's centre is closed although its weekly hours say open.
struct ClosurePages: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/closures", for: .providers, show),
            .page(.post, "/provider/centres/{id}/closures", for: .providers, close),
            .page(.post, "/provider/centres/{id}/closures/{closure}/remove", for: .providers, reopen),
        ]
    }

    private static let names = ["first_day", "from_time", "last_day", "to_time", "reason"]
    /// As many as a centre may have.
    private static let listLimit = 50

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let form = FormView("provider", context.page.words).model(Self.names)
        let model = try await model(record, context)
        return try context.page.render(CentrePart.closures.template, form.merging(model) { $1 })
    }

    @Sendable func close(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        var form = FormReader(context.page.form)
        let time = try Self.time(&form)
        let reason = try form.read { try $0.text("reason", length: 1...200) }
        guard form.isFine, let time else { return try await refuse(record, context, form.problems) }
        do {
            _ = try await providers.close(
                record.centre.id, time, reason: reason, for: context.user, by: context.actor)
        } catch let error as ProviderError {
            guard let problem = Self.problem(for: error) else {
                return try await refuse(record, context, [], error)
            }
            return try await refuse(record, context, [problem])
        }
        return context.page.redirect(to: Self.path(record), done: "provider.closed")
    }

    /// Twice is no harm.
    @Sendable func reopen(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        guard let id = try context.page.request.id("closure") else { throw ProviderError.unknownClosure }
        try await providers.reopen(id, for: context.user, by: context.actor)
        return context.page.redirect(to: Self.path(record), done: "provider.reopened")
    }

    /// Whole days, the last one included, where no times are told.
    private static func time(_ form: inout FormReader) throws -> Range<Date>? {
        let first = try form.require("first_day") { try day(&$0, $1) }
        let last = try form.require("last_day") { try day(&$0, $1) }
        let from = try form.read { try minutes(&$0, "from_time") }
        let to = try form.read { try minutes(&$0, "to_time") }
        guard form.isFine, let first, let last else { return nil }
        let start = first.addingTimeInterval(Double(from ?? 0) * 60)
        let end = last.addingTimeInterval(Double(to ?? 1440) * 60)
        guard start < end else {
            form.note("last_day", "order")
            return nil
        }
        return start..<end
    }

    /// Its midnight in India.
    private static func day(_ fields: inout BodyFields, _ name: String) throws -> Date? {
        guard let text = try fields.text(name) else { return nil }
        guard text.utf8.count == 10, let date = Timestamp.date(text + "T00:00:00+05:30") else {
            throw fields.wrong(name, "must be a day as 2027-01-14")
        }
        return date
    }

    private static func minutes(_ fields: inout BodyFields, _ name: String) throws -> Int? {
        guard let text = try fields.text(name) else { return nil }
        guard let match = text.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/), let hour = Int(match.1),
            let minute = Int(match.2), hour < 24, minute < 60
        else { throw fields.wrong(name, "must be a time of day as 09:00") }
        return hour * 60 + minute
    }

    private static func problem(for error: ProviderError) -> FormProblem? {
        switch error {
        case .closureOver: FormProblem(field: "last_day", code: "over")
        case .closureTooLong: FormProblem(field: "last_day", code: "too_long")
        case .closureTooFarAhead: FormProblem(field: "first_day", code: "too_far")
        default: nil
        }
    }

    private func refuse(
        _ record: ProviderRecord, _ context: PersonalPageContext, _ problems: [FormProblem],
        _ error: (any Error)? = nil
    ) async throws -> Response {
        try context.page.refuse(
            CentrePart.closures.template, prefix: "provider", names: Self.names, problems: problems, error: error,
            model: try await model(record, context))
    }

    private func model(_ record: ProviderRecord, _ context: PersonalPageContext) async throws -> [String: Any] {
        let closures = try await providers.closures(
            of: record.centre.id, for: context.user, after: nil, limit: Self.listLimit
        ).items
        let formats = Formats(context.page.words)
        var model = try await OwnCentreFrame.model(.closures, record, context.page.words, catalogue)
        model["closures"] = closures.map { closure -> [String: Any] in
            var item: [String: Any] = [
                "when": formats.period(closure.from..<closure.to),
                "remove": "\(CentrePart.closures.path(of: record.centre.id))/\(closure.id)/remove",
            ]
            if let reason = closure.reason { item["reason"] = Named(reason, in: formats.language).model }
            return item
        }
        model["has_closures"] = !closures.isEmpty
        return model
    }

    private static func path(_ record: ProviderRecord) -> LocalPath {
        LocalPath(CentrePart.closures.path(of: record.centre.id)) ?? .home
    }
}

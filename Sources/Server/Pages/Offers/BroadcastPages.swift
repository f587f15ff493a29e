import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What admins tell many people: counted first, then sent, with its progress, and paused or stopped.
struct BroadcastPages: Sendable {
    let broadcasts: Broadcasts
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/admin/broadcasts", for: .admins, list),
            .page(.get, "/admin/broadcasts/new", for: .admins, show),
            .page(.post, "/admin/broadcasts/new", for: .admins, formLimit: TargetForm.mostBytes, send),
            .page(.get, "/admin/broadcasts/{id}", for: .admins, one),
            .page(.post, "/admin/broadcasts/{id}", for: .admins, step),
        ]
    }

    private var form: TargetedForm {
        TargetedForm(template: "offers/broadcast_new", further: ["channel", "starts_at"], catalogue: catalogue)
    }

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = AdminPaging.after(page)
        let found = try await broadcasts.list(before: before, limit: AdminPaging.length)
        let formats = Formats(page.words)
        var model: [String: Any] = [
            "broadcasts": found.items.map { Self.row($0, formats) }, "has_broadcasts": !found.items.isEmpty,
        ]
        AdminPaging.add(to: &model, .broadcasts, [], next: found.next, isFirst: before == nil)
        return try page.render(AdminTab.broadcasts, model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let typed = FormBody([("channel", MessageChannel.inbox.rawValue)])
        return try await form.show(context.page, typed: typed, Self.channels(context.page.words, typed))
    }

    /// Counts; and sends what was counted when that is asked for.
    @Sendable func send(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let channels = Self.channels(page.words, page.form)
        return try await form.answer(page, channels, read: { try Self.read(&$0, page.form) }) { new in
            guard page.form["step"] == "send" else {
                var model = channels
                model["reach"] = Self.model(try await broadcasts.reach(new), page.words)
                return try await form.show(page, typed: page.form, model)
            }
            let id = try await broadcasts.send(new, sameClick_s: FirstClick.limit_s, by: context.actor).id
            return page.redirect(
                to: LocalPath("\(AdminTab.broadcasts.path)/\(id)") ?? .home, done: "offers.broadcast_sent")
        }
    }

    @Sendable func one(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        guard let id = try page.request.id() else { throw OfferError.unknownBroadcast }
        let broadcast = try await broadcasts.broadcast(id)
        return try page.render("offers/broadcast", Self.whole(broadcast, Formats(page.words)))
    }

    @Sendable func step(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        guard let id = try page.request.id() else { throw OfferError.unknownBroadcast }
        let path = LocalPath("\(AdminTab.broadcasts.path)/\(id)") ?? .home
        guard let step = Broadcasts.Step(rawValue: page.form["step"]) else { return page.redirect(to: path) }
        do {
            _ = try await broadcasts.take(step, id, by: context.actor)
        } catch OfferError.illegalStep {
            // Sent twice, or it has ended meanwhile: the page shows how it stands.
        }
        return page.redirect(to: path)
    }

    private static func read(_ form: inout FormReader, _ body: FormBody) throws -> NewBroadcast? {
        let words = try form.offerWords()
        let target = try TargetForm.read(&form, body)
        let channels = Set(body.all("channel").compactMap(MessageChannel.init))
        if channels.isEmpty { form.note("channel", "missing") }
        let startsAt = try form.read { try $0.time("starts_at") }
        guard let words, let target, !channels.isEmpty else { return nil }
        var new = NewBroadcast(words: words, target: target, channels: channels)
        new.startsAt = startsAt
        return new
    }

    private static func channels(_ words: Words, _ typed: FormBody) -> [String: Any] {
        let chosen = Set(typed.all("channel"))
        let channels = MessageChannel.allCases.map { channel in
            [
                "value": channel.rawValue, "label": words.text("offers.channel.\(channel.rawValue)"),
                "is_chosen": chosen.contains(channel.rawValue),
            ] as [String: Any]
        }
        return ["channels": channels]
    }

    private static func model(_ reach: BroadcastReach, _ words: Words) -> [String: Any] {
        let formats = Formats(words)
        return [
            "text": words.text(
                "offers.reach",
                [
                    "recipients": formats.number(Int(reach.recipients)),
                    "targeted": formats.number(Int(reach.targeted)),
                ]), "can_send": reach.recipients > 0,
        ]
    }

    private static func row(_ broadcast: Broadcast, _ formats: Formats) -> [String: Any] {
        [
            "href": "\(AdminTab.broadcasts.path)/\(broadcast.id)",
            "title": Named(broadcast.words.title(in: formats.language), in: formats.language).model,
            "target": TargetForm.label(broadcast.target, formats.words),
            "state": [
                "label": formats.words.text("offers.broadcast_state.\(broadcast.status.rawValue)"),
                "tone": broadcast.status == .done ? "ok" : broadcast.status == .stopped ? "rejected" : "pending",
            ],
            "at": formats.dateAndTime(broadcast.startsAt), "machine_at": formats.machineTime(broadcast.startsAt),
            "progress": formats.words.text(
                "offers.progress",
                [
                    "told": formats.number(Int(broadcast.told)),
                    "recipients": formats.number(Int(broadcast.recipients)),
                ]),
        ]
    }

    private static func whole(_ broadcast: Broadcast, _ formats: Formats) -> [String: Any] {
        let steps: [(Broadcasts.Step, Bool)] = [
            (.pause, broadcast.status == .sending), (.resume, broadcast.status == .paused),
            (.stop, broadcast.status != .stopped),
        ]
        let counts: [(String, Int64)] = [
            ("recipients", Int64(broadcast.recipients)), ("told", Int64(broadcast.told)),
            ("waiting", broadcast.messages.waiting), ("sent", broadcast.messages.sent),
            ("withheld", broadcast.messages.withheld), ("dead", broadcast.messages.dead),
            ("repeats", broadcast.messages.repeats),
        ]
        let done = broadcast.recipients > 0 ? min(1, Double(broadcast.told) / Double(broadcast.recipients)) : 1
        return row(broadcast, formats).merging([
            "description": Named(broadcast.words.description(in: formats.language), in: formats.language).model,
            "channels": broadcast.channels.map { formats.words.text("offers.channel.\($0.rawValue)") }.joined(
                separator: ", "),
            "percent": String(Int((done * 100).rounded())),
            "figures": counts.map {
                ["label": formats.words.text("offers.figure.\($0.0)"), "value": formats.number($0.1)]
            },
            "steps": steps.filter(\.1).map {
                [
                    "value": $0.0.rawValue, "label": formats.words.text("offers.step.\($0.0.rawValue)"),
                    "is_stop": $0.0 == .stop,
                ] as [String: Any]
            },
        ]) { $1 }
    }
}

import Foundation
import Hummingbird

/// The issue side of pull requests: reading, changing, labels.
///
/// The repository has no other issues.
struct IssueRoutes {
    let host: GitHubHost
    private var links: GitHubLinks { host.answers.links }

    func add(to repository: some RouterMethods<SandboxContext>) {
        repository.get("issues/:number") { _, context in try JSONAnswer.response(host.issueAnswer(try pull(context))) }
        repository.patch("issues/:number") { request, context in
            try context.requireWrite()
            var current = try pull(context)
            let fields = try await request.fields(context: context)
            if let names = try fields.strings("labels") { try await set(names, on: current, login: context.login) }
            current = try await PullChange(host: host, login: context.login).apply(fields, to: current)
            return try JSONAnswer.response(host.issueAnswer(current))
        }
        repository.get("issues/:number/events") { request, context in
            let number = try pull(context).number
            let events = host.read { state in state.labelEvents.filter { $0.number == number } }
            return try GitHubPage(request).response(events.map(host.answers.labelEvent), links: links)
        }
        repository.get("issues/:number/labels") { request, context in
            try GitHubPage(request).response(labels(try pull(context)), links: links)
        }
        repository.post("issues/:number/labels") { request, context in
            try context.requireTriage()
            let pull = try pull(context)
            for name in try Self.names(try await request.fields(context: context)) { try await add(name, to: pull, login: context.login) }
            return try JSONAnswer.response(labels(pull))
        }
        repository.put("issues/:number/labels") { request, context in
            try context.requireTriage()
            let pull = try pull(context)
            try await set(try Self.names(try await request.fields(context: context)), on: pull, login: context.login)
            return try JSONAnswer.response(labels(pull))
        }
        repository.delete("issues/:number/labels") { _, context in
            try context.requireTriage()
            try await set([], on: try pull(context), login: context.login)
            return Response(status: .noContent)
        }
        repository.delete("issues/:number/labels/**") { _, context in
            try context.requireTriage()
            let pull = try pull(context)
            guard try await remove(context.rest, from: pull, login: context.login) else {
                throw GitHubFailure(status: .notFound, message: "Label does not exist")
            }
            return try JSONAnswer.response(labels(pull))
        }
    }

    private func pull(_ context: SandboxContext) throws -> PullRequest {
        guard let number = context.parameters.get("number", as: Int.self), let pull = host.read({ $0.pull(number) }) else {
            throw GitHubFailure.notFound
        }
        return pull
    }

    private func labels(_ pull: PullRequest) -> [GitHubAnswers.LabelAnswer] {
        host.read { state in state.pull(pull.number).map { state.labels(of: $0) } ?? [] }.map(host.answers.label)
    }

    /// `{"labels": […]}` or a bare array, of names or of objects with a name.
    private static func names(_ fields: RequestFields) throws -> [String] {
        let value = fields.values["labels"] ?? fields.values[""]
        guard case .array(let items) = value else { throw GitHubFailure.invalid("Label", "labels", "missing_field") }
        return try items.map { item in
            switch item {
            case .string(let name): name
            case .object(let object):
                try RequestFields(values: object).string("name") ?? ""
            default: throw GitHubFailure.invalid("Label", "name")
            }
        }
    }

    private func set(_ names: [String], on pull: PullRequest, login: String) async throws {
        let wanted = Set(names.map { $0.lowercased() })
        for label in host.read({ state in state.pull(pull.number).map { state.labels(of: $0) } ?? [] })
        where !wanted.contains(label.name.lowercased()) {
            _ = try await remove(label.name, from: pull, login: login)
        }
        for name in names { try await add(name, to: pull, login: login) }
    }

    private func add(_ name: String, to pull: PullRequest, login: String) async throws {
        let time = host.now()
        let (label, changed) = host.change { state -> (Label, PullRequest?) in
            let label = state.label(named: name)
            guard state.pull(pull.number)?.labels.contains(label.id) == false else { return (label, nil) }
            state.noteLabel(label, on: pull.number, isAdded: true, by: login, at: time)
            return (label, state.changePull(pull.number, now: time) { $0.labels.append(label.id) })
        }
        guard let changed else { return }
        try await host.emitPullRequest("labeled", changed, login: login, extra: ["label": host.answers.label(label)])
    }

    private func remove(_ name: String, from pull: PullRequest, login: String) async throws -> Bool {
        let time = host.now()
        let removed = host.change { state -> (Label, PullRequest)? in
            guard let current = state.pull(pull.number),
                let label = state.labels(of: current).first(where: { $0.name.lowercased() == name.lowercased() }),
                let changed = state.changePull(pull.number, now: time, { $0.labels.removeAll { $0 == label.id } })
            else { return nil }
            state.noteLabel(label, on: pull.number, isAdded: false, by: login, at: time)
            return (label, changed)
        }
        guard let (label, changed) = removed else { return false }
        try await host.emitPullRequest("unlabeled", changed, login: login, extra: ["label": host.answers.label(label)])
        return true
    }
}

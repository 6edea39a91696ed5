import Foundation
import Hummingbird

/// Jobs: list, read, create, update, delete, run, rerun, artifacts of the last run.
struct JobRoutes {
    let cloud: DbtCloud

    func add(to account: some RouterMethods<SandboxContext>) {
        account.get("jobs") { request, _ in try list(request.queryItems) }
        account.post("jobs") { request, context in try await create(request, context) }
        account.get("jobs/:job") { request, context in
            let job = try job(context)
            return try JSONAnswer.response(Envelope(JobAnswer(job, cloud: cloud, related: request.queryItems.related)))
        }
        account.post("jobs/:job") { request, context in try await update(request, context) }
        account.delete("jobs/:job") { _, context in try delete(context) }
        account.post("jobs/:job/run") { request, context in try await run(request, context) }
        account.post("jobs/:job/rerun") { _, context in try rerun(context) }
        account.get("jobs/:job/artifacts/**") { request, context in
            let job = try job(context)
            let path = context.parameters.getCatchAll().joined(separator: "/")
            guard let run = cloud.read({ book in book.runs.last { $0.job.id == job.id && $0.status.isComplete && $0.hasArtifacts } }) else {
                throw DbtCloudFailure.notFound("an artifact of job \(job.id), which has no finished run")
            }
            return try RunArtifacts(run: run).response(path: path, step: request.queryItems.integer("step"))
        }
    }

    private func job(_ context: SandboxContext) throws -> Job {
        let id = context.parameters.get("job") ?? ""
        guard let job = Int(id).flatMap({ number in cloud.read { $0.job(number) } }) else { throw DbtCloudFailure.notFound("job \(id)") }
        return job
    }

    private func list(_ query: QueryItems) throws -> Response {
        let state = query["state"] ?? "active"
        let environment = query.integer("environment_id")
        let project = query.integer("project_id")
        let projects = query.list("project_id__in").compactMap { Int($0) }
        let name = query["name__icontains"]?.lowercased()
        let schedule = query["triggers_schedule"].flatMap { Bool($0.lowercased()) }
        let jobs = cloud.read(\.jobs).filter { job in
            (state == "all" || (state == "deleted" || state == "2") == (job.state == 2))
                && (environment.map { $0 == job.environmentID } ?? true)
                && (project.map { $0 == job.projectID } ?? true)
                && (projects.isEmpty || projects.contains(job.projectID))
                && (name.map { job.name.lowercased().contains($0) } ?? true)
                && (schedule.map { $0 == job.triggers.schedule } ?? true)
                && (query.integer("pk").map { $0 == job.id } ?? true)
        }
        let order = query["order_by"] ?? "id"
        let page = try ListPage(Self.sorted(jobs, by: order), query: query, order: order)
        let related = query.related
        return try JSONAnswer.response(Envelope(page.items.map { JobAnswer($0, cloud: cloud, related: related) }, extra: page.extra))
    }

    private static func sorted(_ jobs: [Job], by order: String) -> [Job] {
        let key = order.drop { $0 == "-" }
        let rising = jobs.sorted { first, second in
            switch key {
            case "name": (first.name, first.id) < (second.name, second.id)
            case "created_at": (first.createdAt, first.id) < (second.createdAt, second.id)
            default: first.id < second.id
            }
        }
        return order.hasPrefix("-") ? rising.reversed() : rising
    }

    private func create(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let fields = try await request.fields(context: context)
        for required in ["name", "environment_id"] where !fields.has(required) {
            throw FieldError(field: required, reason: "This field is required.")
        }
        let environment = try fields.integer("environment_id") ?? 0
        try check(environment: environment)
        let job = try cloud.change { book, now in
            (try book.addJob(environment: environment, now: now) { job throws(FieldError) in try job.apply(fields, now: now) }, [])
        }
        return try JSONAnswer.response(Envelope(JobAnswer(job, cloud: cloud, related: []), code: 201), status: .created)
    }

    private func check(environment: Int) throws {
        guard CloudEnvironment.with(environment) != nil else {
            throw FieldError(field: "environment_id", reason: "there is no environment \(environment)")
        }
    }

    private func update(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let job = try job(context)
        let fields = try await request.fields(context: context)
        if let environment = try fields.integer("environment_id") { try check(environment: environment) }
        let changed = try cloud.change { book, now in
            (try book.changeJob(job.id) { job throws(FieldError) in try job.apply(fields, now: now) }, [])
        }
        return try JSONAnswer.response(Envelope(JobAnswer(changed ?? job, cloud: cloud, related: [])))
    }

    /// Answers the deleted job: the description of the API says 204, while clients read the body.
    private func delete(_ context: SandboxContext) throws -> Response {
        let job = try job(context)
        let deleted = cloud.change { book, now in
            let deleted = try? book.changeJob(job.id) { job throws(FieldError) in
                job.state = 2
                job.updatedAt = now
            }
            return (deleted, [])
        }
        return try JSONAnswer.response(Envelope(JobAnswer(deleted ?? job, cloud: cloud, related: [])))
    }

    private func run(_ request: Request, _ context: SandboxContext) async throws -> Response {
        let job = try job(context)
        guard job.state == 1 else { throw DbtCloudFailure.notFound("job \(job.id), which was deleted") }
        var trigger = try RunTrigger(try await request.fields(context: context))
        if job.jobType == "ci", trigger.pullRequest != nil { trigger.category = .ci }
        let run = cloud.trigger(job, trigger)
        return try JSONAnswer.response(Envelope(RunAnswer(run, cloud: cloud, related: ["trigger"])))
    }

    /// From the point of failure if the latest run failed there, else a new run.
    private func rerun(_ context: SandboxContext) throws -> Response {
        let job = try job(context)
        let latest = cloud.read { book in book.runs.last { $0.job.id == job.id } }
        if let latest, let retried = cloud.retry(latest) {
            return try JSONAnswer.response(Envelope(RunAnswer(retried, cloud: cloud, related: ["trigger"])))
        }
        var trigger = latest?.trigger ?? RunTrigger(cause: "Rerun of job \(job.id)")
        trigger.category = .rerun
        return try JSONAnswer.response(Envelope(RunAnswer(cloud.trigger(job, trigger), cloud: cloud, related: ["trigger"])))
    }
}

extension QueryItems {
    /// The names of `include_related` in any of the forms clients send.
    var related: Set<String> { Set(list("include_related")) }
}

extension Run {
    var hasArtifacts: Bool { steps.contains { $0.artifactsFolder != nil } }
}

import Foundation

/// The filters and the order of the run list.
///
/// There is none by commit or pull request, as in dbt Cloud.
struct RunFilter {
    private let query: QueryItems
    let order: String

    /// - Throws: `FieldError` for a range that is no two times.
    init(_ query: QueryItems) throws(FieldError) {
        self.query = query
        order = query["order_by"] ?? "id"
        created = try Self.range("created_at__range", query)
        finished = try Self.range("finished_at__range", query)
        statuses = Set((query.list("status__in") + query.list("status")).compactMap { Int($0) })
        projects = Set((query.list("project_id__in") + query.list("project_id")).compactMap { Int($0) })
        identifiers = Set((query.list("pk__in") + query.list("pk")).compactMap { Int($0) })
        versions = Set(query.list("dbt_version__in") + query.list("dbt_version"))
    }

    private let created: ClosedRange<Date>?
    private let finished: ClosedRange<Date>?
    private let statuses: Set<Int>
    private let projects: Set<Int>
    private let identifiers: Set<Int>
    private let versions: Set<String>

    /// The runs that pass, in order.
    func apply(to runs: [Run], dbtVersion: String) -> [Run] {
        guard versions.isEmpty || versions.contains(dbtVersion), query["state"] != "deleted" else { return [] }
        return sorted(runs.filter { passesNumbers($0) && passesStates($0) })
    }

    private func passesNumbers(_ run: Run) -> Bool {
        (query.integer("job_definition_id").map { $0 == run.job.id } ?? true)
            && (query.integer("environment_id").map { $0 == run.job.environmentID } ?? true)
            && (query.integer("deferring_run_id").map { $0 == run.deferringRunID } ?? true)
            && (query.integer("id__gt").map { run.id > $0 } ?? true)
            && (projects.isEmpty || projects.contains(run.job.projectID))
            && (identifiers.isEmpty || identifiers.contains(run.id))
    }

    private func passesStates(_ run: Run) -> Bool {
        (statuses.isEmpty || statuses.contains(run.status.rawValue))
            && (Self.flag(query["has_docs_generated"]).map { $0 == run.hasDocsGenerated } ?? true)
            && (Self.flag(query["has_sources_generated"]).map { $0 == run.hasSourcesGenerated } ?? true)
            && (created?.contains(run.createdAt) ?? true)
            && (finished.map { range in run.finishedAt.map { range.contains($0) } ?? false } ?? true)
    }

    private func sorted(_ runs: [Run]) -> [Run] {
        let key = order.drop { $0 == "-" }
        let rising = runs.sorted { first, second in
            switch key {
            case "created_at": (first.createdAt, first.id) < (second.createdAt, second.id)
            case "finished_at":
                (first.finishedAt ?? .distantFuture, first.id) < (second.finishedAt ?? .distantFuture, second.id)
            default: first.id < second.id
            }
        }
        return order.hasPrefix("-") ? rising.reversed() : rising
    }

    private static func flag(_ text: String?) -> Bool? {
        switch text?.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    private static func range(_ name: String, _ query: QueryItems) throws(FieldError) -> ClosedRange<Date>? {
        let texts = query.list(name)
        guard !texts.isEmpty else { return nil }
        let dates = texts.compactMap(TimeText.parse)
        guard texts.count == 2, dates.count == 2, dates[0] <= dates[1] else {
            throw FieldError(field: name, reason: "expects two times, the earlier first")
        }
        return dates[0]...dates[1]
    }
}

import CIPipeline
import DataDiff
import Foundation
import Hummingbird
import Schedule
import SourceControl
import Store
import Web

/// Makes the pages of the catalogue.
struct CataloguePages: Sendable {
    let server: ServerContext

    func list(_ filter: CatalogueFilter) async throws -> CatalogueListPage {
        let configs = try await server.store.ciConfigs()
        let names = Dictionary(configs.map { ($0.id, $0.name) }) { first, _ in first }
        var query = CatalogueQuery()
        query.limit = CatalogueFilter.pageSize
        query.offset = (filter.page - 1) * CatalogueFilter.pageSize
        query.text = filter.text
        query.tag = filter.tag
        query.owner = filter.owner
        query.resourceType = filter.resourceType
        // A configuration that is not there has no nodes.
        query.ciConfigID = filter.configuration.map { name in configs.first { $0.name == name }?.id ?? -1 }
        let choices = try await server.store.catalogueChoices()
        var syncs: [CatalogueSync] = []
        for config in configs { syncs.append(try await sync(config)) }
        return CatalogueListPage(
            items: try await server.store.catalogue(query).map { Self.item($0.document, $0.ciConfigId, names[$0.ciConfigId] ?? "") },
            matching: try await server.store.countCatalogue(query), total: try await server.store.countCatalogue(CatalogueQuery()),
            filter: filter, tags: choices.tags, owners: choices.owners, resourceTypes: choices.resourceTypes, syncs: syncs)
    }

    private func sync(_ config: CIConfigRecord) async throws -> CatalogueSync {
        let last = try await server.store.syncs(ciConfigID: config.id, limit: 1).first
        let settings = config.settings
        var sync = CatalogueSync(
            configurationID: config.id, configuration: config.name,
            isOn: settings.syncMetadataOnPush || settings.syncMetadataSchedule != nil)
        if let last {
            sync.outcome = CatalogueSync.Outcome(rawValue: last.status.rawValue)
            sync.message = last.message
            sync.at = last.finishedAt ?? last.requestedAt
            sync.sha = last.sha ?? last.wantedSHA
            sync.run = Self.run(last)
        }
        sync.next = SyncTimes.words(2, settings, after: server.time.now())
        sync.isAsked = last?.status == .waiting && last?.cause == .manual
        return sync
    }

    private static func run(_ sync: MetadataSyncRecord) -> PageLink? {
        sync.buildURL.map { PageLink(text: "production run \(sync.buildID.map(String.init) ?? "")", url: $0) }
    }

    private static func item(_ document: CatalogueDocument, _ config: Int, _ name: String) -> CatalogueListPage.Item {
        CatalogueListPage.Item(
            configurationID: config, configuration: name, uniqueID: document.uniqueID, name: document.name,
            resourceType: document.resourceType, description: document.description, owner: document.owner, tags: document.tags,
            columns: document.columns.count, rowCount: document.rowCount)
    }

    /// - Throws: `Problem` 404 for what never was in the catalogue.
    func node(_ configID: Int, _ uniqueID: String) async throws -> CataloguePage {
        let config = try await server.store.ciConfig(configID)
        let history = try await server.store.catalogueHistory(ciConfigID: configID, uniqueID)
        let record = try await server.store.catalogueNode(ciConfigID: configID, uniqueID)
        guard record != nil || !history.isEmpty else {
            throw Problem(
                .notFound, "The catalogue of \(config.name) has no '\(uniqueID.prefix(200))'.", hint: "It may have another name now.")
        }
        let document =
            record?.document
            ?? CatalogueDocument(
                uniqueID: uniqueID, name: uniqueID.split(separator: ".").last.map(String.init) ?? uniqueID,
                resourceType: String(uniqueID.prefix { $0 != "." }))
        var page = CataloguePage(item: Self.item(document, configID, config.name))
        page.isPresent = record != nil
        page.relation = document.relation
        page.materialized = document.materialized
        page.file = document.file
        page.bytes = document.bytes
        page.url = document.url
        page.meta = document.meta.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        page.columns = document.columns.map {
            .init(name: $0.name, type: $0.type, description: $0.description, tags: $0.tags, isInWarehouse: $0.isInWarehouse)
        }
        page.upstream = try await neighbours(configID, document.upstream)
        page.downstream = try await neighbours(configID, document.downstream)
        page.history = history.map { change, sync in
            .init(
                kind: change.kind.rawValue, column: change.column, old: change.old, new: change.new, at: change.at, sha: sync.sha,
                run: Self.run(sync))
        }
        page.diffs = try await server.store.diffs(ofModel: uniqueID, ciConfigID: configID).map { diff, run in
            .init(
                id: diff.id, runID: run.id, number: run.changeNumber, title: run.change.title, verdict: Self.verdict(diff),
                createdAt: diff.createdAt)
        }
        return page
    }

    private func neighbours(_ config: Int, _ uniqueIDs: [String]) async throws -> [CataloguePage.Neighbour] {
        var found: [CataloguePage.Neighbour] = []
        for uniqueID in uniqueIDs {
            guard let node = try await server.store.catalogueNode(ciConfigID: config, uniqueID)?.document else { continue }
            found.append(.init(uniqueID: uniqueID, name: node.name, resourceType: node.resourceType))
        }
        return found
    }

    private static func verdict(_ diff: DiffRecord) -> String {
        guard let result = try? diff.decodedResult() else { return diff.status.rawValue }
        switch result.verdict {
        case .identical: return "identical"
        case .different: return "different"
        case .badKeys: return "bad keys"
        case .missingKey: return "no key"
        case .empty: return "empty"
        case .error: return "failed"
        }
    }
}

/// When a configuration's schedule falls due.
enum SyncTimes {
    /// The next times in seconds since 1970-01-01 UTC; none without a schedule, or with one that cannot be used.
    static func next(_ count: Int, _ settings: CISettings, after: Double) -> [Double] {
        guard let text = settings.syncMetadataSchedule, let schedule = try? CronSchedule(text),
            let zone = try? CronSchedule.zone(named: settings.syncMetadataTimeZone)
        else { return [] }
        return schedule.next(count, after: after, in: zone)
    }

    /// The next times for people, in the schedule's own time zone; nil without one that can be used, empty for one that never comes.
    static func words(_ count: Int, _ settings: CISettings, after: Double) -> String? {
        let name = settings.syncMetadataTimeZone
        guard settings.syncMetadataSchedule != nil, let zone = try? CronSchedule.zone(named: name) else { return nil }
        let style = Date.FormatStyle(date: .abbreviated, time: .shortened, locale: Locale(identifier: "en_GB"), timeZone: zone)
        let times = next(count, settings, after: after).map { Date(timeIntervalSince1970: $0).formatted(style) }
        return times.isEmpty ? nil : "\(times.joined(separator: "; ")) (\(name))"
    }
}

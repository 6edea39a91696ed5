import DataDiff
import Foundation
import HTTPTransport
import Relational
import SourceControl
import Store
import Testing

@Suite struct StoreTests {
    /// A directory of its own for each test.
    final class Place {
        let path = FileManager.default.temporaryDirectory.appending(path: "plumbline-store-\(UUID().uuidString)").path

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func open(_ environment: [String: String] = [:]) throws(StoreError) -> Store {
            try Store(dataDirectory: path, environment: environment)
        }

        var everything: [Data] {
            let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            return names.compactMap { FileManager.default.contents(atPath: path + "/" + $0) }
        }
    }

    private let change = ChangeRequest(
        number: 7, title: "Fix 100%", author: "ann", baseBranch: "main", baseSHA: "b", headBranch: "fix", headSHA: "abc1")

    private func configured(_ store: Store) async throws -> CIConfigRecord {
        _ = try await store.save(
            RepositoryDraft(name: "acme/shop", host: "github", token: Secret("s3cr3t-token"), webhookSecret: Secret("s3cr3t-hook")), now: 1)
        _ = try await store.save(DataSourceDraft(name: "w", type: "duckdb", options: ["password": "s3cr3t-pass"]), now: 1)
        var settings = CISettings()
        settings.filesToIgnore = "*\n!dbt/*"
        return try await store.save(
            CIConfigDraft(name: "shop", repository: "acme/shop", dataSource: "w", settings: settings, dbtCloudKey: Secret("s3cr3t-dbt")),
            now: 1)
    }

    @Test func whatIsConfiguredComesBackAndSavingTwiceChangesNothing() async throws {
        let place = Place()
        let store = try place.open()
        let first = try await configured(store)
        let second = try await configured(store)
        #expect(first == second || first.id == second.id)
        #expect(second.settings.filesToIgnore == "*\n!dbt/*")
        #expect(try store.dbtCloudKey(of: second)?.reveal() == "s3cr3t-dbt")
        let repository = try #require(try await store.repository(named: "ACME/shop", host: "github"))
        #expect(try store.token(of: repository)?.reveal() == "s3cr3t-token")
        #expect(try store.webhookSecret(of: repository)?.reveal() == "s3cr3t-hook")
        #expect(try store.options(of: try await store.dataSource(second.dataSourceId)) == ["password": "s3cr3t-pass"])
        #expect(try await store.ciConfigs().map(\.name) == ["shop"])
        try await store.deactivateConfigs(except: [])
        #expect(try await store.ciConfigs().isEmpty)
    }

    @Test func secretsAndKeysAreNotInAnyFile() async throws {
        let place = Place()
        let store = try place.open()
        _ = try await configured(store)
        try await store.saveAPIKey(name: "ci", role: "admin", key: Secret("s3cr3t-key"), now: 1)
        for data in place.everything { #expect(data.firstRange(of: Data("s3cr3t".utf8)) == nil) }
        #expect(try await store.apiKey(matching: Secret("s3cr3t-key"))?.name == "ci")
        #expect(try await store.apiKey(matching: Secret("s3cr3t-kez")) == nil)
        #expect(try await store.apiKey(matching: Secret("")) == nil)
    }

    @Test func theKeyFileIsPrivate() throws {
        let place = Place()
        _ = try place.open()
        let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/secret.key")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func settingsFromBeforeANewFieldTakeItsDefault() throws {
        let old = try JSONDecoder().decode(CISettings.self, from: Data(#"{"slimCI":true}"#.utf8))
        var expected = CISettings()
        expected.slimCI = true
        #expect(old == expected)
    }

    @Test func samplingDefaultsDependOnTheWarehouse() {
        #expect(SamplingPreferences().resolved(dataSourceType: "redshift").threshold == 1_000_000)
        #expect(SamplingPreferences().resolved(dataSourceType: "duckdb").threshold == 5_000_000)
        #expect(SamplingPreferences().resolved(dataSourceType: "postgresql") == SamplingSettings(threshold: 300_000))
        #expect(!SamplingPreferences(isEnabled: false, tolerance: 0.5).resolved(dataSourceType: "duckdb").isEnabled)
        let own = SamplingPreferences(tolerance: 0.5, threshold: 9).resolved(dataSourceType: "redshift")
        #expect(own.tolerance == 0.5 && own.threshold == 9 && own.confidence == 0.99)
    }

    @Test func anUnknownRepositoryIsNamed() async throws {
        let place = Place()
        let store = try place.open()
        let error = await #expect(throws: StoreError.self) {
            _ = try await store.save(CIConfigDraft(name: "x", repository: "a/b", dataSource: "w", settings: CISettings()), now: 1)
        }
        #expect(error?.code == .notFound && error?.message.contains("a/b") == true)
    }

    // MARK: Opening

    @Test func aSecondServerIsRefused() throws {
        let place = Place()
        let first = try place.open()
        let error = #expect(throws: StoreError.self) { _ = try place.open() }
        #expect(error?.code == .inUse)
        withExtendedLifetime(first) {}
    }

    @Test func aDirectoryThatCannotBeMadeIsNamed() throws {
        let error = #expect(throws: StoreError.self) { _ = try Store(dataDirectory: "/dev/null/plumbline", environment: [:]) }
        #expect(error?.code == .notWritable && error?.message.contains("/dev/null/plumbline") == true)
    }

    @Test func anotherKeyIsNoticedAtOnce() throws {
        let place = Place()
        _ = try place.open()
        let other = Data(repeating: 7, count: 32).base64EncodedString()
        #expect(throws: StoreError.self) { _ = try place.open(["PLUMBLINE_SECRET_KEY": other]) }
        let error = #expect(throws: StoreError.self) { _ = try place.open(["PLUMBLINE_SECRET_KEY": "short"]) }
        #expect(error?.code == .wrongKey)
    }

    @Test func everythingIsThereAfterOpeningAgain() async throws {
        let place = Place()
        do {
            let store = try place.open()
            let config = try await configured(store)
            _ = try await store.openRun(ciConfigID: config.id, change: change, now: 5)
            try await store.enqueue(key: "run:1", kind: "run", runAfter: 0)
            _ = try await store.leaseJobs(owner: "gone", limit: 9, now: 5)
        }
        let store = try place.open()
        #expect(try await store.runs().map(\.change) == [change])
        #expect(try await store.leaseJobs(owner: "new", limit: 9, now: 5).map(\.key) == ["run:1"])
    }

    // MARK: Retention

    @Test func sampleRowsAndArtifactsAreKeptForATimeOnly() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let run = try await store.openRun(ciConfigID: config.id, change: change, now: 5).run
        let request = DiffRequest(
            a: .relation(RelationName(identifier: "x")), b: .relation(RelationName(identifier: "y")),
            key: KeyChoice(columns: ["id"], source: "argument"))
        let diffs = try await store.openDiffs(
            run: run.id, attempt: 1, dataSource: config.dataSourceId, requests: [("old", request), ("new", request)], now: 6)
        for (diff, time) in zip(diffs, [7.0, 100.0]) {
            var result = DiffResult(
                status: .success, verdict: .different, sides: [], primaryKey: PrimaryKeyChoice(columns: ["id"], source: nil),
                sampling: SamplingOutcome(settings: request.sampling))
            result.rows.exclusiveA = [["id": .integer(1)]]
            try await store.finishDiff(diff.id, result, now: time)
        }
        #expect(try await store.deleteSampleRows(ofDiffsBefore: 50, now: 200) == 1)
        #expect(try await store.diff(diffs[0].id).decodedResult()?.rows.exclusiveA.isEmpty == true)
        #expect(try await store.diff(diffs[0].id).decodedResult()?.verdict == .different)
        #expect(try await store.diff(diffs[1].id).decodedResult()?.rows.exclusiveA.count == 1)
        #expect(try await store.deleteSampleRows(ofDiffsBefore: 50, now: 201) == 0)
        #expect(try await store.diff(diffs[0].id).prunedAt == 200)
        // Compared anew, it has rows again, which are kept for their own time.
        var other = request
        other.profile.toggle()
        let again = try await store.openDiffs(
            run: run.id, attempt: 1, dataSource: config.dataSourceId, requests: [("old", other)], now: 202)
        #expect(again[0].prunedAt == nil && again[1].prunedAt == nil)

        var paths: [String] = []
        for (name, time) in [("manifest.json", 10.0), ("run_results.json", 100.0)] {
            let path = try await store.artifacts.file(.init(account: "a", runID: Int(time), name: name)) {
                try "{}".write(toFile: $0, atomically: true, encoding: .utf8)
            }
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: path)
            paths.append(path)
        }
        #expect(store.deleteArtifacts(before: 50) == 1)
        #expect(paths.map { FileManager.default.fileExists(atPath: $0) } == [false, true])
        #expect(!FileManager.default.fileExists(atPath: URL(fileURLWithPath: paths[0]).deletingLastPathComponent().path))
    }

    /// A diff that is asked for otherwise is done again; the others stay.
    @Test func aDiffWhoseRequestChangedBeginsAgain() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let run = try await store.openRun(ciConfigID: config.id, change: change, now: 5).run
        func open(_ column: String) async throws -> [DiffRecord] {
            let requests = [("a", column), ("b", "id")].map { model, key in
                (
                    model,
                    DiffRequest(
                        a: .relation(RelationName(identifier: "x")), b: .relation(RelationName(identifier: "y")),
                        key: KeyChoice(columns: [key], source: "argument"))
                )
            }
            return try await store.openDiffs(run: run.id, attempt: 1, dataSource: config.dataSourceId, requests: requests, now: 6)
        }
        for diff in try await open("id") {
            let request = try diff.decodedRequest()
            let result = DiffResult(
                status: .success, verdict: .identical, sides: [], primaryKey: PrimaryKeyChoice(columns: ["id"], source: nil),
                sampling: SamplingOutcome(settings: request.sampling))
            try await store.finishDiff(diff.id, result, now: 7)
        }
        #expect(try await open("id").map(\.status) == [.success, .success])
        let again = try await open("other")
        #expect(again.map(\.status) == [.waiting, .success] && again[0].finishedAt == nil)
        #expect(try again[0].decodedResult() == nil && again[0].decodedRequest().key.columns == ["other"])
    }

    // MARK: Runs

    @Test func aRunIsOpenedOnceAndSteppedAsAWhole() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let (run, isNew) = try await store.openRun(ciConfigID: config.id, change: change, now: 5)
        let again = try await store.openRun(ciConfigID: config.id, change: change, now: 6)
        #expect(isNew && !again.isNew && run == again.run)
        var update = RunUpdate(
            attempt: 1, phase: "diffing", isFinished: false, state: "{}", change: change,
            events: [RunEventDraft(kind: "step", message: "go")])
        #expect(try await store.updateRun(run.id, update, now: 7))
        update.attempt = 2
        #expect(try await !store.updateRun(run.id, update, now: 8))
        #expect(try await store.events(ofRun: run.id).map(\.message) == ["go"])
        try await store.restartRun(run.id, change: change, now: 9)
        #expect(try await store.run(run.id).attempt == 1, "a run under way is not begun again")
        update.attempt = 1
        update.isFinished = true
        try await store.updateRun(run.id, update, now: 9)
        try await store.restartRun(run.id, change: change, now: 10)
        let restarted = try await store.run(run.id)
        #expect(restarted.attempt == 2 && restarted.phase == "received" && restarted.state == nil)
    }

    /// Of two steps made from the same reading only the first is stored.
    @Test func aStepReplacesOnlyWhatItKnows() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let run = try await store.openRun(ciConfigID: config.id, change: change, now: 5).run
        func step(_ phase: String) -> RunUpdate {
            RunUpdate(attempt: 1, phase: phase, isFinished: false, state: "{\"phase\": \"\(phase)\"}", change: change)
        }
        #expect(try await store.updateRun(run.id, step("comparing"), replacing: run, now: 6))
        #expect(try await !store.updateRun(run.id, step("diffing"), replacing: run, now: 6))
        let known = try await store.run(run.id)
        #expect(known.phase == "comparing")
        #expect(try await store.updateRun(run.id, step("diffing"), replacing: known, now: 7))
    }

    @Test func aRunIsInterruptedOnceAndNotAfterItsEnd() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let run = try await store.openRun(ciConfigID: config.id, change: change, now: 5).run
        #expect(try await store.interruptRun(run.id, "{}"))
        #expect(try await !store.interruptRun(run.id, "{}"))
        try await store.updateRun(
            run.id, RunUpdate(attempt: 1, phase: "done", isFinished: true, state: "{}", change: change), now: 7)
        #expect(try await !store.interruptRun(run.id, "{}"))
        #expect(try await store.run(run.id).finishedAt == 7)
    }

    @Test(arguments: [
        ("fix 100%", 1), ("ANN", 1), ("7", 1), ("abc", 1), ("nothing", 0), ("%", 1), ("_", 0),
    ])
    func runsAreFoundByText(text: String, count: Int) async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        _ = try await store.openRun(ciConfigID: config.id, change: change, now: 5)
        var query = RunQuery()
        query.text = text
        #expect(try await store.countRuns(query) == count)
        query.repositoryID = 99
        #expect(try await store.countRuns(query) == 0)
    }

    // MARK: Diffs

    @Test func diffsKeepRequestProgressAndResult() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        let run = try await store.openRun(ciConfigID: config.id, change: change, now: 5).run
        // Everything that a model's meta can say, so that nothing of it is lost on the way from the plan to the diff.
        let request = DiffRequest(
            a: .relation(RelationName(namespace: "prod", identifier: "m")), b: .query("select 1"),
            key: KeyChoice(columns: ["id"], source: "x"), filtersA: ["a > 1"], filtersB: ["b > 1"],
            columns: ColumnChoice(include: ["i*"], exclude: ["e*"], mappings: [ColumnMapping(a: "old", b: "new")]),
            equality: EqualityRules([
                try .init(tolerance: "v=abs:0.1"), try .init(tolerance: "type:float=rel:0.1"), try .init(timeTolerance: "2s"),
                .init(rule: .ignoresCase), .init(column: "t", rule: .nullEqualsEmpty), .init(rule: .ignoresArrayOrder),
            ]),
            sampling: SamplingSettings(isEnabled: false, tolerance: 0.1, confidence: 0.5, threshold: 7), sampleRowLimit: 3,
            timeColumn: TimeColumnChoice(name: "at", source: "event_time", window: .overlap, isRequired: false),
            buildTimes: BuildTimes(a: 1, b: 2), profile: true)
        let open = { try await store.openDiffs(run: run.id, attempt: 1, dataSource: 1, requests: [("model.a", request)], now: 5) }
        let diff = try #require(try await open().first)
        #expect(try diff.decodedRequest() == request)
        try await store.noteProgress(ofDiff: diff.id, DiffProgress(completedSteps: 1, totalSteps: 4, message: "early"))
        #expect(try await store.diff(diff.id).completedSteps == 0)
        try await store.startDiff(diff.id, now: 6)
        try await store.noteProgress(ofDiff: diff.id, DiffProgress(completedSteps: 1, totalSteps: 4, message: "keys"))
        #expect(try await store.diff(diff.id).progressMessage == "keys")
        let result = DiffResult(
            status: .success, verdict: .identical, sides: [], primaryKey: PrimaryKeyChoice(columns: ["id"], source: "x"),
            sampling: SamplingOutcome(settings: .off))
        try await store.finishDiff(diff.id, result, now: 7)
        let stored = try #require(try await open().first)
        #expect(stored.id == diff.id && stored.status == .success)
        #expect(try stored.decodedResult() == result)
        try await store.cancelDiffs(run: run.id, now: 8)
        #expect(try await store.diff(diff.id).status == .success)
    }

    // MARK: Queue and deliveries

    @Test func aJobIsTakenOnceAndWorkAskedForMeanwhileIsNotLost() async throws {
        let place = Place()
        let store = try place.open()
        try await store.enqueue(key: "k", kind: "run", payload: "1", runAfter: 10)
        #expect(try await store.leaseJobs(owner: "me", limit: 5, now: 9).isEmpty)
        #expect(try await store.nextJobTime(owner: "me", after: 9) == 10)
        let job = try #require(try await store.leaseJobs(owner: "me", limit: 5, now: 10).first)
        #expect(try await store.leaseJobs(owner: "me", limit: 5, now: 11).isEmpty)
        try await store.enqueue(key: "k", kind: "run", payload: "1", runAfter: 12)
        try await store.finishJob(job.id, now: 12)
        let again = try #require(try await store.leaseJobs(owner: "me", limit: 5, now: 12).first)
        try await store.postponeJob(again.id, until: 99, error: "later", now: 13)
        #expect(try await store.leaseJobs(owner: "me", limit: 5, now: 98).isEmpty)
        #expect(try await store.jobs().first?.lastError == "later")
        let last = try #require(try await store.leaseJobs(owner: "me", limit: 5, now: 99).first)
        #expect(last.attempts == 2)
        try await store.finishJob(last.id, now: 100)
        #expect(try await store.jobs().isEmpty)
    }

    @Test func aFullHouseStillTakesShortWork() async throws {
        let place = Place()
        let store = try place.open()
        for (key, kind) in [("r1", "run"), ("r2", "run"), ("c1", "change"), ("c2", "change")] {
            try await store.enqueue(key: key, kind: kind, runAfter: 1)
        }
        #expect(try await store.leaseJobs(owner: "me", limit: 0, of: "run", now: 1).map(\.key) == ["c1", "c2"])
        #expect(try await store.leaseJobs(owner: "me", limit: 1, of: "run", now: 1).map(\.key) == ["r1"])
    }

    @Test func aDeliveryCountsOnce() async throws {
        let place = Place()
        let store = try place.open()
        #expect(try await store.noteDelivery(host: "github", id: "d1", event: "x", now: 1))
        #expect(try await !store.noteDelivery(host: "github", id: "d1", event: "x", now: 2))
        #expect(try await store.noteDelivery(host: "gitlab", id: "d1", event: "x", now: 2))
        try await store.forgetDeliveries(before: 2)
        #expect(try await store.noteDelivery(host: "github", id: "d1", event: "x", now: 3))
    }

    @Test func changesReachEveryListener() async throws {
        let place = Place()
        let store = try place.open()
        let config = try await configured(store)
        var first = store.changes.stream().makeAsyncIterator()
        var second = store.changes.stream().makeAsyncIterator()
        _ = try await store.openRun(ciConfigID: config.id, change: change, now: 5)
        #expect(await first.next() == .run(1))
        #expect(await second.next() == .run(1))
    }

    // MARK: Artifacts

    @Test func anArtifactIsDownloadedOnceAndNeverHalf() async throws {
        struct Broken: Error {}
        let place = Place()
        let store = try place.open()
        let key = ArtifactFiles.Key(account: "h/../x-1", runID: 5, step: 2, name: "manifest.json")
        await #expect(throws: Broken.self) {
            _ = try await store.artifacts.file(key) { path in
                try Data("half".utf8).write(to: URL(fileURLWithPath: path))
                throw Broken()
            }
        }
        #expect(!FileManager.default.fileExists(atPath: store.artifacts.location(of: key)))
        let path = try await store.artifacts.file(key) { try Data("whole".utf8).write(to: URL(fileURLWithPath: $0)) }
        let again = try await store.artifacts.file(key) { _ in throw Broken() }
        #expect(path == again && path.hasPrefix(place.path + "/artifacts/"))
        #expect(FileManager.default.contents(atPath: path) == Data("whole".utf8))
        let folder = try FileManager.default.contentsOfDirectory(atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        #expect(folder.count == 1)
    }
}

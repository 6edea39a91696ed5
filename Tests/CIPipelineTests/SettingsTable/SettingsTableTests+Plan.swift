import CIPipeline
import DataDiff
import Reports
import Store
import Testing

/// Rows about what is compared, and how.
extension SettingsTableTests {
    private var nodes: [PlanFixture.Node] {
        [
            PlanFixture.Node(name: "orders", meta: ["primary-key": ["id"], "grain": ["id", "day"]]),
            PlanFixture.Node(name: "totals", reads: ["orders"], config: ["event_time": "day"]),
            PlanFixture.Node(name: "rates", reads: ["orders"], meta: ["primary-key": ["id"], "time_column": ["hour"]]),
        ]
    }

    /// A plan for a change of `orders`, which two models read.
    private func plan(_ edit: (inout CISettings) -> Void = { _ in }) async throws -> ReviewPlan {
        var changed = nodes
        changed[0].code = "select 2"
        let (base, head) = (try PlanFixture().manifest("prod", nodes), try PlanFixture().manifest("pr", changed))
        return await PlanFixture.plan(base, head) { edit(&$0) }
    }

    private func request(_ name: String = "orders", _ edit: (inout CISettings) -> Void = { _ in }) async throws -> DiffRequest {
        guard case .diff(let request)? = try await plan(edit).model(name)?.step else { throw RunTrouble("\(name) is not compared") }
        return request
    }

    @Test("Primary key tag") func primaryKeyTag() async throws {
        #expect(try await request().key == KeyChoice(columns: ["id"], source: "model_meta"))
        #expect(try await request { $0.primaryKeyTag = "grain" }.key == KeyChoice(columns: ["id", "day"], source: "model_meta"))
    }

    @Test("Slim CI") func slimCI() async throws {
        #expect(try await Set(plan().pairs.keys) == ["orders", "totals", "rates"])
        let slim = try await plan { $0.slimCI = true }
        #expect(Set(slim.pairs.keys) == ["orders"] && Set((slim.leftOut ?? []).map(\.name)) == ["totals", "rates"])
    }

    @Test("Columns to ignore") func columnsToIgnore() async throws {
        #expect(try await request().columns.exclude == [])
        #expect(try await request { $0.columnsToIgnore = "_loaded*\n*_ts" }.columns.exclude == ["_loaded*", "*_ts"])
    }

    @Test("Sampling tolerance") func samplingTolerance() async throws {
        #expect(try await request { $0.sampling.tolerance = 0.02 }.sampling.tolerance == 0.02)
        #expect(try await request().sampling.tolerance == SamplingSettings().tolerance)
    }

    @Test("Sampling confidence") func samplingConfidence() async throws {
        #expect(try await request { $0.sampling.confidence = 0.9 }.sampling.confidence == 0.9)
        #expect(try await request().sampling.confidence == SamplingSettings().confidence)
    }

    @Test("Sampling Threshold") func samplingThreshold() async throws {
        #expect(try await request { $0.sampling.threshold = 12 }.sampling.threshold == 12)
        #expect(try await request().sampling.threshold == SamplingSettings.defaultThreshold(warehouse: "duckdb"))
    }

    @Test("Sampling") func sampling() async throws {
        #expect(try await request { $0.sampling.isEnabled = false }.sampling.isEnabled == false)
        #expect(try await request().sampling.isEnabled)
    }

    @Test("Window of time") func window() async throws {
        #expect(try await request("totals").timeColumn?.window == .overlap)
        #expect(try await request("totals") { $0.window = .none }.timeColumn?.window == TimeColumnChoice.Window.none)
    }

    @Test("Profiles of columns") func profile() async throws {
        #expect(try await request { $0.profile = true }.profile)
        #expect(try await !request().profile)
    }
}

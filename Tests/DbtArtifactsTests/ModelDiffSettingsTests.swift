import DbtArtifacts
import Testing

@Suite struct ModelDiffSettingsTests {
    private func settings(_ fields: Fixture.Fields) throws -> ModelDiffSettings {
        try ModelDiffSettings(#require(try Fixture.manifest([Fixture.model("orders", fields)]).node("model.shop.orders")))
    }

    @Test func `nothing said, nothing set`() throws {
        #expect(try settings([:]) == ModelDiffSettings())
        #expect(try settings(["meta": ["datafold": ["owner": "x"], "plumbline": [:] as Fixture.Fields]]) == ModelDiffSettings())
    }

    @Test func `every key is read, from config too`() throws {
        let datadiff: Fixture.Fields = [
            "filter": "day > '2026-01-01'", "include_columns": ["a*"], "exclude_columns": "b", "time_column": ["day"], "never_diff": true,
            "slim_diff": "diff_when_downstream", "prod_time_travel": "-3600",
        ]
        let own: Fixture.Fields = [
            "tolerance": ["abs:0.01", "amount=rel:0.1"], "time_tolerance": "1s", "ignore_case": true, "null_equals_empty": ["note"],
            "ignore_array_order": true, "map": ["old": "new"], "sampling": ["tolerance": 0.001, "threshold": 10],
        ]
        let read = try settings(["meta": ["datafold": ["datadiff": datadiff]], "config": ["meta": ["plumbline": own]]])
        var expected = ModelDiffSettings()
        (expected.filter, expected.includeColumns, expected.excludeColumns) = ("day > '2026-01-01'", ["a*"], ["b"])
        (expected.timeColumn, expected.neverDiff, expected.diffWhenDownstream) = ("day", true, true)
        expected.asksForTimeTravel = true
        (expected.tolerances, expected.timeTolerances) = (["abs:0.01", "amount=rel:0.1"], ["1s"])
        (expected.ignoreCase, expected.nullEqualsEmpty, expected.ignoreArrayOrder) = (.all, .columns(["note"]), true)
        #expect(read.mappings.map { [$0.old, $0.new] } == [["old", "new"]])
        expected.mappings = read.mappings
        (expected.sampling.isEnabled, expected.sampling.tolerance, expected.sampling.threshold) = (true, 0.001, 10)
        #expect(read == expected)
        #expect(try settings(["meta": ["plumbline": ["sampling": false]]]).sampling.isEnabled == false)
    }

    @Test func `shares of sampling are read in both units`() throws {
        func sampling(_ fields: Fixture.Fields) throws -> ModelDiffSettings.Sampling {
            try settings(["meta": ["plumbline": ["sampling": fields]]]).sampling
        }
        let expected = ModelDiffSettings.Sampling(isEnabled: true, tolerance: 0.00001, confidence: 0.999)
        #expect(try sampling(["tolerance": "0.001%", "confidence": "99.9 %"]) == expected)
        #expect(try sampling(["tolerance": 0.00001, "confidence": 0.999]) == expected)
        #expect(try sampling(["tolerance": "1e-5", "confidence": "0.999"]) == expected)
        #expect(try sampling(["enabled": false, "threshold": 10]) == .init(isEnabled: false, threshold: 10))
        #expect(try sampling(["enabled": true]) == .init(isEnabled: true))
    }

    @Test func `time column: plumbline's, else datafold's; event_time is dbt's`() throws {
        let datafold: Fixture.Fields = ["datadiff": ["time_column": "day"] as Fixture.Fields]
        #expect(try settings(["meta": ["datafold": datafold]]).timeColumn == "day")
        let both = try settings(["meta": ["datafold": datafold, "plumbline": ["time_column": "at", "window": "overlap"]]])
        #expect(both.timeColumn == "at" && both.window == .overlap && both.eventTime == nil)
        let event = try settings(["config": ["event_time": "ordered_at"] as Fixture.Fields, "meta": ["plumbline": ["window": "none"]]])
        #expect(event.timeColumn == nil && event.eventTime == "ordered_at" && event.window == ModelDiffSettings.Window.none)
        #expect(try settings(["config": ["event_time": ""] as Fixture.Fields]).eventTime == nil)
    }

    @Test(arguments: [
        ("datafold", "filter", "1", "meta.datafold.datadiff.filter must be a text"),
        ("datafold", "never_diff", "\"yes\"", "meta.datafold.datadiff.never_diff must be true or false"),
        ("datafold", "include_columns", "[1]", "meta.datafold.datadiff.include_columns must be a text or a list of texts"),
        ("datafold", "time_column", "[\"a\", \"b\"]", "meta.datafold.datadiff.time_column must be one column"),
        ("datafold", "slim_diff", "\"always\"", "meta.datafold.datadiff.slim_diff must be diff_when_downstream"),
        ("plumbline", "tolerance", "0.01", "meta.plumbline.tolerance must be a text or a list of texts"),
        ("plumbline", "ignore_case", "1", "meta.plumbline.ignore_case must be true, false or a list of columns"),
        ("plumbline", "map", "[\"a=b\"]", "meta.plumbline.map must be an object of old names and new names"),
        (
            "plumbline", "sampling", "{\"confidence\": 2}",
            "meta.plumbline.sampling.confidence must be a share such as 99% or 0.99, above 0 and below 1"
        ),
        ("plumbline", "sampling", "{\"tolerance\": \"0%\"}", "meta.plumbline.sampling.tolerance must be a share such as 0.001% or 0.00001"),
        ("plumbline", "sampling", "{\"tolerance\": [1]}", "meta.plumbline.sampling.tolerance must be a share"),
        ("plumbline", "sampling", "{\"threshold\": -1}", "meta.plumbline.sampling.threshold must be a number of rows"),
        ("plumbline", "sampling", "{\"ratio\": 1}", "meta.plumbline.sampling.ratio must be left out"),
        ("plumbline", "sampling", "3", "meta.plumbline.sampling must be an object of settings"),
        ("plumbline", "window", "\"some\"", "meta.plumbline.window must be overlap or none"),
        ("plumbline", "window", "\"overlap\"", "meta.plumbline.window must be left out, as the model has no time column"),
        ("plumbline", "time_column", "[]", "meta.plumbline.time_column must be a text"),
        ("plumbline", "tolerence", "1", "meta.plumbline.tolerence must be left out"),
    ])
    func `a wrong value is named`(space: String, key: String, json: String, says: String) throws {
        let inner = space == "datafold" ? "{\"datadiff\": {\"\(key)\": \(json)}}" : "{\"\(key)\": \(json)}"
        let document =
            #"{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"}, "nodes": {"model.shop.m": "#
            + "{\"unique_id\": \"model.shop.m\", \"meta\": {\"\(space)\": \(inner)}}}}"
        let node = try #require(try Manifest(bytes: Array(document.utf8), name: "manifest.json").node("model.shop.m"))
        let error = #expect(throws: ModelSettingsError.self) { try ModelDiffSettings(node) }
        #expect(error?.description.hasPrefix(says) == true, "\(String(describing: error))")
    }
}

import DbtArtifacts
import Testing

struct PrimaryKeyRuleTests {
    typealias Fields = Fixture.Fields

    private func key(_ model: Fields, _ tests: [Fields] = [], columns: [String]? = nil, tag: String = "primary-key") throws -> PrimaryKey? {
        let manifest = try Fixture.manifest([model] + tests)
        let node = try #require(manifest.node("model.shop.orders"))
        return PrimaryKeyFinder(tag: tag).key(of: node, in: manifest, columns: columns)
    }

    private func columns(_ columns: [String: Fields]) -> Fields {
        ["columns": Dictionary(uniqueKeysWithValues: columns.map { ($0.key, $0.value.merging(["name": $0.key]) { $1 }) })]
    }

    private static var unique: Fields { Fixture.test("unique", on: "orders", ["column_name": "tested"]) }

    /// Every rule's statement at once; `rules` says which to keep, by number.
    private func model(rules: ClosedRange<Int>) -> (Fields, [Fields]) {
        var fields: Fields = ["constraints": [["type": "primary_key", "columns": ["constrained"]]]]
        var config: Fields = ["materialized": "incremental"]
        var documented: [String: Fields] = [:]
        if rules.contains(1) { fields["meta"] = ["primary-key": ["by_meta"]] }
        if rules.contains(2) { documented["by_column_meta"] = ["meta": ["primary-key": true]] }
        if rules.contains(3) { documented["by_tag"] = ["tags": ["primary-key"]] }
        if rules.contains(5) { config["unique_key"] = "by_config" }
        if rules.contains(6) { documented["orders_id"] = [:] }
        fields["config"] = config
        fields.merge(columns(documented)) { $1 }
        return (Fixture.model("orders", fields), rules.contains(4) ? [Self.unique] : [])
    }

    @Test(arguments: [
        (1, "by_meta", "model_meta"), (2, "by_column_meta", "column_meta"), (3, "by_tag", "column_tags"), (4, "tested", "uniqueness_test"),
        (5, "by_config", "unique_key"), (6, "orders_id", "name_guess"), (7, "constrained", "constraint"),
    ])
    func `the first rule that holds wins`(first: Int, column: String, source: String) throws {
        let (model, tests) = model(rules: first...7)
        let key = try #require(try key(model, tests))
        #expect(key.columns == [column])
        #expect(key.source.rawValue == source)
    }

    @Test func `no rule, no key`() throws {
        #expect(try key(Fixture.model("orders", columns(["a": [:]]))) == nil)
    }

    @Test func `a flag on several columns is one key of them all, false is no flag`() throws {
        let flagged = columns([
            "a": ["config": ["meta": ["primary-key": true]]], "b": ["meta": ["primary-key": 1]], "c": ["meta": ["primary-key": false]],
        ])
        #expect(try key(Fixture.model("orders", flagged))?.columns == ["a", "b"])
        let tagged = columns(["a": ["config": ["tags": ["pk!"]]], "b": ["tags": ["pk!"]]])
        #expect(try key(Fixture.model("orders", tagged), tag: "pk!")?.columns == ["a", "b"])
    }

    @Test func `meta may be a single name, in config too`() throws {
        #expect(try key(Fixture.model("orders", ["config": ["meta": ["primary-key": "order_no"]]]))?.columns == ["order_no"])
    }

    @Test func `unique_key counts for incremental models and snapshots only`() throws {
        #expect(try key(Fixture.model("orders", ["config": ["materialized": "table", "unique_key": "a"]])) == nil)
        #expect(
            try key(Fixture.model("orders", ["config": ["materialized": "incremental", "unique_key": ["a", "b"]]]))?.columns == ["a", "b"])
        let snapshot = Fixture.node("snapshot", "orders", ["config": ["materialized": "snapshot", "unique_key": "a || '-' || b"]])
        let manifest = try Fixture.manifest([snapshot])
        let node = try #require(manifest.node("snapshot.shop.orders"))
        #expect(PrimaryKeyFinder().key(of: node, in: manifest)?.columns == ["a", "b"])
    }

    @Test(
        arguments: [
            (["x", "id"], "id"), (["PK", "x"], "PK"), (["orders_id", "pkey"], "pkey"), (["ORDERS_ID"], "ORDERS_ID"), (["order_id"], nil),
        ] as [([String], String?)])
    func `a name is guessed from the relation's columns`(columns: [String], expected: String?) throws {
        #expect(try key(Fixture.model("orders"), columns: columns)?.columns == expected.map { [$0] })
    }

    @Test func `answers are spelled as the relation's columns`() throws {
        #expect(try key(Fixture.model("orders", ["meta": ["primary-key": ["Id"]]]), columns: ["ID", "X"])?.columns == ["ID"])
        #expect(try key(Fixture.model("orders", ["meta": ["primary-key": ["id"]]]), columns: ["ID", "id"])?.columns == ["id"])
    }

    @Test func `a rule that names unknown columns does not hold, and says so`() throws {
        let manifest = try Fixture.manifest([Fixture.model("orders", ["meta": ["primary-key": ["id", "typo"]]]), Self.unique])
        let node = try #require(manifest.node("model.shop.orders"))
        let answer = PrimaryKeyFinder().search(node, tests: manifest.tests(attachedTo: node.uniqueID), columns: ["id", "tested"])
        #expect(answer.key?.columns == ["tested"])
        #expect(answer.rejected == [RejectedKey(columns: ["id", "typo"], source: .modelMeta, reason: .unknownColumns(["typo"]))])
    }
}

struct UniquenessTestTests {
    typealias Fields = Fixture.Fields

    private func search(_ tests: [Fields], documented: [String] = [], model: String = "orders") throws -> (
        key: PrimaryKey?, rejected: [RejectedKey]
    ) {
        let columns = Dictionary(uniqueKeysWithValues: documented.map { ($0, ["name": $0]) })
        let manifest = try Fixture.manifest([Fixture.model(model, ["columns": columns])] + tests)
        let node = try #require(manifest.node("model.shop.\(model)"))
        return PrimaryKeyFinder().search(node, tests: manifest.tests(attachedTo: node.uniqueID))
    }

    private func test(_ name: String, _ arguments: Fields, config: Fields = [:], number: Int = 1, model: String = "orders") -> Fields {
        Fixture.test(name, on: model, arguments, config: config, number: number)
    }

    @Test func `two unrelated unique columns are not one key`() throws {
        let tests = [test("unique", ["column_name": "email"]), test("unique", ["column_name": "code"], number: 2)]
        let key = try #require(try search(tests).key)
        #expect(key.columns == ["code"])
        #expect(key.explanation.contains("not taken: email"))
    }

    @Test func `unique and not null goes before unique`() throws {
        let tests = [
            test("unique", ["column_name": "a"]), test("unique", ["column_name": "b"], number: 2), test("not_null", ["column_name": "b"]),
        ]
        #expect(try search(tests).key?.columns == ["b"])
    }

    @Test func `a column named after the model goes first among equals`() throws {
        let tests = [
            test("unique", ["column_name": "email"], model: "dim_customers"),
            test("unique", ["column_name": "customer_id"], number: 2, model: "dim_customers"),
        ]
        #expect(try search(tests, documented: ["email", "customer_id"], model: "dim_customers").key?.columns == ["customer_id"])
    }

    @Test func `a whole combination goes before one nullable unique column, never a part of it`() throws {
        let tests = [
            test("unique_combination_of_columns", ["combination_of_columns": ["a", "b"]]), test("not_null", ["column_name": "a"]),
            test("unique", ["column_name": "c"]),
        ]
        #expect(try search(tests).key?.columns == ["a", "b"])
    }

    @Test func `a declared primary key goes before everything`() throws {
        let tests = [
            test("primary_key", ["column_names": ["x", "y"]]), test("unique", ["column_name": "a"]), test("not_null", ["column_name": "a"]),
        ]
        #expect(try search(tests).key?.columns == ["x", "y"])
        #expect(try search([test("primary_key", ["column_name": "x"])]).key?.columns == ["x"])
    }

    @Test(arguments: [
        ("expect_compound_columns_to_be_unique", "column_list"), ("unique_combination_of_columns", "combination_of_columns"),
        ("unique_key", "column_names"),
    ])
    func `tests of well-known packages count`(name: String, argument: String) throws {
        #expect(try search([test(name, [argument: ["a", "b"]])]).key?.columns == ["a", "b"])
        #expect(try search([test(name, ["arguments": [argument: ["a", "b"]]])]).key?.columns == ["a", "b"])
    }

    @Test func `a test of some rows only, or a disabled one, proves nothing`() throws {
        let conditional = try search([test("unique", ["column_name": "a"], config: ["where": "not deleted"])])
        #expect(conditional.key == nil)
        #expect(conditional.rejected.map(\.reason) == [.conditionalTest])
        let filtered: Fields = ["column_list": ["a", "b"], "row_condition": "a > 0"]
        #expect(try search([test("expect_compound_columns_to_be_unique", filtered)]).key == nil)
        #expect(try search([test("unique", ["column_name": "a"], config: ["enabled": false])]).key == nil)
        let notNull = test("not_null", ["column_name": "a"], config: ["where": "x"])
        let unsure = try search([test("unique", ["column_name": "a"]), test("unique", ["column_name": "b"], number: 2), notNull])
        #expect(unsure.key?.columns == ["a"])
        #expect(unsure.key?.explanation.contains("not_null") == false)
    }

    @Test(arguments: [
        ("a || b", ["a", "b"]), ("a || '-' || b", ["a", "b"]), ("concat(a, '|', b)", ["a", "b"]), ("CONCAT( a ,b )", ["a", "b"]),
        ("cast(a as varchar(10)) || \"Order Id\"", ["a", "Order Id"]), ("(a::text || t.b)", ["a", "b"]), ("coalesce(a, 'none')", ["a"]),
        ("a || a", ["a"]), ("`a b`", ["a b"]), ("a", ["a"]),
    ])
    func `expressions whose columns are clear are understood`(text: String, expected: [String]) throws {
        #expect(try search([test("unique", ["column_name": text])]).key?.columns == expected)
    }

    @Test(arguments: [
        "date_trunc('day', a)", "a + b", "case when a then b end", "a ||", "concat(a", "'only text'", "a b", "{{ x }}", "", "f(a) || b",
    ])
    func `expressions whose columns are not clear give no key`(text: String) throws {
        #expect(try search([test("unique", ["column_name": text])]).key == nil)
    }

    @Test func `a documented name is a name, whatever it looks like`() throws {
        #expect(try search([test("unique", ["column_name": "order-no"])], documented: ["order-no"]).key?.columns == ["order-no"])
    }
}

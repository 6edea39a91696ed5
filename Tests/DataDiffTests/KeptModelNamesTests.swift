import DataDiff
import Testing

@Suite struct KeptModelNamesTests {
    private func names(_ models: [(String, String)]) -> [String: String] {
        KeptModelNames.unique(models.map { (uniqueID: $0.0, name: $0.1) })
    }

    @Test func aModelsNameIsKeptWhereItIsTheOnlyOne() {
        #expect(
            names([("model.shop.orders", "orders"), ("model.shop.größe", "größe")]) == [
                "model.shop.orders": "orders", "model.shop.größe": "größe",
            ])
    }

    @Test func modelsOfOneNameGoByTheirIDs() {
        #expect(
            names([("model.a.orders", "orders"), ("model.b.Orders", "Orders"), ("model.a.other", "other")])
                == ["model.a.orders": "model.a.orders", "model.b.Orders": "model.b.Orders", "model.a.other": "other"])
    }

    @Test func noTwoNamesAreAlikeEvenWhereIDsAre() {
        let names = names([("m/x", "x"), ("m x", "x"), ("y", "m_x"), ("m:x", "X")])
        #expect(Set(names.values.map { $0.lowercased() }).count == 4)
    }

    @Test(arguments: ["../../etc", ".", "..", "a/b\\c", "", String(repeating: "ü", count: 300)])
    func namesAreSafeAsFolders(name: String) {
        let safe = names([("model.shop.\(name)", name)]).values.first ?? ""
        #expect(!safe.contains("/") && !safe.contains("\\") && !safe.hasPrefix(".") && safe.utf8.count <= 255)
        #expect(name.isEmpty || !safe.isEmpty)
    }
}

import DataDiff
import Reports

@testable import Web

/// Runs of which something can be asked.
extension SamplePages {
    static func notices() -> [PageNotice] {
        [
            PageNotice(
                .failed, "acme/shop: the token was not accepted.",
                link: PageLink(text: "Open its settings", url: "/settings/repositories/1")),
            PageNotice(.warning, "acme/old is called acme/new now.", link: PageLink(text: "nowhere", url: "javascript:alert(1)")),
            PageNotice(.ok, "Saved.", code: "xyz"),
        ]
    }

    /// Waits for confirmation: three models are to be compared.
    static func askedRun() -> RunPage {
        var page = run(.needsConfirmation)
        for index in [0, 1, 2] { page.report.models[index].outcome = .waiting }
        page.notices = notices()
        page.actions = RunActions(steps: [.confirm, .cancel], pending: "Asked for, and compared next: diffs of all downstream models.")
        return page
    }

    /// Ended, with downstream models that were left out.
    static func leftOutRun(_ count: Int = 3, mayAdd: Bool = true) -> RunPage {
        var page = run()
        let models = (1...count).map { ModelName(uniqueID: "model.shop.mart_\($0)", name: "mart_\($0)", resourceType: "model") }
        let snapshot = ModelName(uniqueID: "snapshot.shop.<b>", name: "<b>", resourceType: "snapshot")
        page.actions = RunActions(steps: [.rerun], leftOut: models + [snapshot], mayAdd: mayAdd)
        return page
    }

    /// A downstream model that differs though nothing upstream does, found in a sample.
    static func explainedRun() -> RunPage {
        var page = run()
        var model = model("revenue", .downstream(of: ["model.shop.orders"], distance: 1), .finished(sampled()), id: 7)
        model.differingSources = []
        var other = self.model(
            "costs", .downstream(of: ["model.shop.orders", "model.shop.refunds"], distance: 1), .finished(different()), id: 8)
        other.differingSources = ["model.shop.refunds"]
        page.report.models = [model, other]
        page.actions = leftOutRun(60).actions
        return page
    }

    static func diff(pruned result: DiffResult, tab: DiffTab = .overview) -> DiffPage {
        var kept = result
        kept.rows = RowSamples()
        kept.profiles = nil
        var page = diff(kept, tab: tab)
        page.prunedAt = now - 100
        return page
    }
}

import Testing

@testable import Web

struct CataloguePageTests {
    @Test func `an empty catalogue says how to fill it`() {
        let page = CatalogueListPage(items: [], matching: 0, total: 0, filter: CatalogueFilter(query: [:]))
        let html = WebPages.catalogue(page, context: SamplePages.context)
        #expect(html.contains("sync_metadata_on_push: true") && html.contains("/api/v1/ci_configs/ID/sync"))
        #expect(!html.contains("<form"))
    }

    @Test func `the filter stays in the links to other pages`() {
        let html = WebPages.catalogue(
            SamplePages.catalogueList(query: ["page": "2", "tag": "a&b", "text": "x y"]), context: SamplePages.context)
        #expect(html.contains("/catalogue?text=x%20y&amp;tag=a%26b&amp;page=3"))
    }

    @Test func `how the sync stands is said for each configuration`() {
        let html = WebPages.catalogue(SamplePages.catalogueList(), context: SamplePages.context)
        for text in [
            "Read 20 nodes of commit 1234567; 2 changes.", "Failed", "Waiting", "Set sync_metadata_on_push", "next by the schedule",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(html.contains("https://cloud.example/runs/5") && !html.contains("javascript:"))
    }

    @Test func `administrators can sync now what is not being synced`() {
        let html = WebPages.catalogue(SamplePages.catalogueList(), context: SamplePages.signedIn)
        #expect(html.contains("name=\"configuration\" value=\"2\" id=\"sync-2\">Sync now<span class=\"away\"> other</span>"))
        // Somebody asked for the first one already.
        #expect(!html.contains("id=\"sync-1\"") && html.contains("next by the schedule: 22 Sep 2026 at 02:00 (Europe/Berlin)"))
        for context in [SamplePages.visitor, SamplePages.context] {
            #expect(!WebPages.catalogue(SamplePages.catalogueList(), context: context).contains("Sync now<"))
        }
    }

    @Test func `a change shows what was and what is`() {
        let html = WebPages.catalogueNode(SamplePages.catalogueNode(), context: SamplePages.context)
        for text in [
            "Column type changed", "INTEGER", "(empty)", "described only", "/catalogue/1/source.shop.raw.orders", "/datadiffs/3/overview",
        ] {
            #expect(html.contains(text), "\(text)")
        }
    }
}

import Hummingbird

/// The page behind a run's `href`: its state and the logs of its steps.
struct RunPage {
    let run: Run
    let cloud: DbtCloud

    var response: Response {
        var page = HTMLPage(title: "Run \(run.id): \(run.job.name)")
        page.paragraph("\(run.status.name). \(run.statusMessage ?? "")")
        page.paragraph("Commit \(run.gitSHA ?? run.trigger.gitSHA ?? "not checked out yet"), \(run.trigger.cause)")
        for step in run.steps {
            page.heading("\(step.index). \(step.name) (\(step.status.name))")
            page.preformatted(step.log)
        }
        return page.response
    }
}

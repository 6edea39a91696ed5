import CIPipeline
import SourceControl
import Store
import Web

/// A run's life as steps for people: what happened, what happens now, what is to come.
struct RunTimeline {
    let state: CIPipeline.RunState
    let events: [RunEventRecord]
    let createdAt: Double

    /// The stations of an ordinary run, each with the phases that belong to it.
    private var stations: [(title: String, phases: [RunPhase])] {
        [
            ("\(state.change.capitalizedNoun) received", [.received]),
            ("dbt Cloud builds the \(state.change.noun)", [.waitingForBuild]),
            ("Artifacts fetched", [.fetchingArtifacts]),
            ("Affected models found", [.comparing]),
            ("Confirmed", [.needsConfirmation]),
            ("Data compared", [.diffing]),
            ("Reported on the \(state.change.noun)", [.reporting]),
        ]
    }

    /// What happened comes from the stored events, one step each; what is to come from the stations that are left.
    var steps: [TimelineStep] {
        var steps = events.enumerated().map { index, event in
            step(event, next: index + 1 < events.count ? events[index + 1] : nil)
        }
        if steps.isEmpty { steps = [TimelineStep(title: stations[0].title, state: .active, startedAt: createdAt)] }
        return steps + upcoming
    }

    private func step(_ event: RunEventRecord, next: RunEventRecord?) -> TimelineStep {
        let isNow = next == nil && !state.phase.isFinished && event.kind == "wait"
        let isAboutBuild =
            (isNow && state.phase == .waitingForBuild) || state.build.map { event.message.contains("run \($0.id) ") } ?? false
        let link = isAboutBuild ? state.build?.url.map { PageLink(text: "dbt Cloud run", url: $0) } : nil
        return TimelineStep(
            title: event.message, state: event.kind == "problem" ? .failed : isNow ? .active : .done, link: link, startedAt: event.at,
            finishedAt: event.kind == "wait" ? next?.at : nil)
    }

    private var upcoming: [TimelineStep] {
        guard !state.phase.isFinished, state.phase != .closing,
            let current = stations.firstIndex(where: { $0.phases.contains(state.phase) })
        else { return [] }
        return stations[current...].enumerated().compactMap { index, station in
            let isCurrent = index == 0
            if station.phases == [.needsConfirmation], !isCurrent { return nil }
            if isCurrent, events.last?.kind == "wait" || events.isEmpty { return nil }
            return TimelineStep(title: station.title, state: isCurrent ? .active : .waiting)
        }
    }
}

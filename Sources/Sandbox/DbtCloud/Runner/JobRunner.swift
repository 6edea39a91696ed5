import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Does what the book of runs asks for: begins tasks on the warehouse and stops them.
///
/// It ends with the application; the processes of a run that is still going on end with it.
struct JobRunner: Service {
    let cloud: DbtCloud
    let repository: GitRepository
    let warehouse: SandboxWarehouse
    /// Folder of the Python virtual environment with dbt; nil when none was found, which fails the runs and nothing else.
    let venv: String?
    let logger: Logger
    private let running = RunningTasks()

    init(cloud: DbtCloud, repository: GitRepository, warehouse: SandboxWarehouse, venv: String?, logger: Logger) {
        self.cloud = cloud
        self.repository = repository
        self.warehouse = warehouse
        self.venv = venv
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await action in cloud.actions {
                    switch action {
                    case .begin(let task):
                        let work = Task { await perform(task) }
                        if case .run(let id) = task { running.tasks.withLock { $0[id] = work } }
                        group.addTask {
                            await withTaskCancellationHandler {
                                await work.value
                            } onCancel: {
                                work.cancel()
                            }
                            if case .run(let id) = task { running.tasks.withLock { $0[id] = nil } }
                            cloud.change { ((), $0.release(task, now: $1)) }
                        }
                    case .stop(let id):
                        running.tasks.withLock { $0[id] }?.cancel()
                    }
                }
                // The stream ends when this task is cancelled; then the children have to end too.
                group.cancelAll()
            }
        }
    }

    private func perform(_ task: WarehouseTask) async {
        switch task {
        case .run(let id): await RunExecution(runner: self, id: id).perform()
        case .dropSchema(let schema): await drop(schema)
        }
    }

    private func drop(_ schema: String) async {
        guard let venv else { return }
        let program = warehouse.dropProgram(venv: venv, schema: schema)
        do {
            let output = try await ProgramRunner.collect(program.executable, program.arguments, environment: program.environment)
            let text = output.text.trimmingCharacters(in: .whitespacesAndNewlines).replacing("\n", with: ", ")
            if output.exitCode == 0 {
                logger.info("schema dropped", metadata: ["schema": "\(schema)", "output": "\(text)"])
            } else {
                logger.error("schema not dropped", metadata: ["schema": "\(schema)", "error": "\(output.standardError)"])
            }
        } catch {
            logger.error("schema not dropped", metadata: ["schema": "\(schema)", "error": "\(error)"])
        }
    }
}

/// The runs that are being performed, so that one can be stopped.
private final class RunningTasks: Sendable {
    let tasks = Mutex<[Int: Task<Void, Never>]>([:])
}

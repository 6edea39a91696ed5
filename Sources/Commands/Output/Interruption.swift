import Foundation
import Synchronization

/// A command that listens for signals on its own, to end what it does in its own order.
protocol StopsItself {}

/// Turns SIGINT and SIGTERM into the end of the running work; a second signal ends the process at once.
///
/// There is one at a time. A signal that was ignored when the program started stays ignored, as a shell's background jobs expect.
final class Interruption: Sendable {
    /// Where the signal handler writes to; -1 while nobody listens.
    ///
    /// A handler may touch nothing but this and `write`.
    private static let mouth = Atomic<Int32>(-1)
    private let ear: Int32
    private let heard: [Int32]

    /// From here on no signal is lost.
    ///
    /// - Parameter work: called once, at the first signal, on a thread of its own.
    init(_ work: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            ear = -1
            heard = []
            return
        }
        ear = ends[0]
        Self.mouth.store(ends[1], ordering: .sequentiallyConsistent)
        heard = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }
        for number in heard { Self.listen(number) }
        Thread.detachNewThread { [ear] in Self.obey(ear, work) }
    }

    /// Gives the signals their usual meaning again: the next one ends the process.
    func stop() {
        for number in heard { signal(number, SIG_DFL) }
        let end = Self.mouth.exchange(-1, ordering: .sequentiallyConsistent)
        if end >= 0 { close(end) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        let before = signal(number, SIG_IGN)
        // Asking means setting, so what was there is put back.
        signal(number, before)
        return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static func listen(_ number: Int32) {
        signal(number) { number in
            var byte = UInt8(truncatingIfNeeded: number)
            let end = Interruption.mouth.load(ordering: .sequentiallyConsistent)
            if end >= 0 { _ = write(end, &byte, 1) }
        }
    }

    /// Reads signals until the other end is closed.
    private static func obey(_ ear: Int32, _ work: @Sendable () -> Void) {
        var isFirst = true
        var byte: UInt8 = 0
        while true {
            let count = read(ear, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { break }
            guard isFirst else { _exit(128 + Int32(byte)) }
            isFirst = false
            work()
        }
        close(ear)
    }
}

/// Cancels work that may not have begun yet.
final class CancelSwitch: Sendable {
    private let state = Mutex<(isOn: Bool, cancel: (@Sendable () -> Void)?)>((false, nil))

    /// Cancels the work that is or will be attached.
    func turnOn() {
        let cancel = state.withLock { state in
            state.isOn = true
            return state.cancel
        }
        cancel?()
    }

    func attach(_ cancel: @escaping @Sendable () -> Void) {
        let isOn = state.withLock { state in
            state.cancel = cancel
            return state.isOn
        }
        if isOn { cancel() }
    }
}

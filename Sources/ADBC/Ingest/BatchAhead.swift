import CADBC
import Foundation

/// A batch that another connection's thread is making, while this thread works on the one before.
///
/// Unchecked Sendable: the maker writes before it signals, the reader reads after it waited.
@safe final class BatchAhead: @unchecked Sendable {
    private let ready = DispatchSemaphore(value: 0)
    private var array = unsafe ArrowArray()
    private var failure: ADBCError?

    /// Runs on the maker's thread.
    func make(_ body: (UnsafeMutablePointer<ArrowArray>) throws(ADBCError) -> Void) {
        do throws(ADBCError) {
            try unsafe body(&array)
        } catch {
            unsafe array = unsafe ArrowArray()
            failure = error
        }
        ready.signal()
    }

    /// Waits for the batch and hands it over; an array that holds nothing is the end.
    @unsafe func take() throws(ADBCError) -> ArrowArray {
        ready.wait()
        if let failure { throw failure }
        defer { unsafe array = unsafe ArrowArray() }
        return unsafe array
    }

    /// Waits for the batch and gives it back.
    func discard() {
        ready.wait()
        unsafe array.release?(&array)
        unsafe array = unsafe ArrowArray()
    }
}

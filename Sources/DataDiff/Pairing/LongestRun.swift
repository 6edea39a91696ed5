/// Length of the longest strictly increasing subsequence (patience sorting, n log n).
func longestIncreasingRun(_ numbers: [Int]) -> Int {
    var tails: [Int] = []
    for number in numbers {
        var (low, high) = (0, tails.count)
        while low < high {
            let middle = (low + high) / 2
            if tails[middle] < number { low = middle + 1 } else { high = middle }
        }
        if low == tails.count { tails.append(number) } else { tails[low] = number }
    }
    return tails.count
}

import RxModel
import RxParallel
import Testing

@Suite("The fault of several workers")
struct FailureTests {
  @Test("It is that of the first piece of work, whichever ends first")
  func first() {
    let failure = Failure()
    #expect(!failure.isSet && failure.fault == nil)
    for (place, message) in [(3, "three"), (1, "one"), (2, "two"), (1, "one again")] {
      failure.set(RxFault(.data, message), at: place)
    }
    #expect(failure.isSet && failure.fault?.message == "one")
  }
}

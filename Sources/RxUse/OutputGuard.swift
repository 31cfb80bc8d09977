import CPosix
import RxText

/// A process that clears an output under construction when this one is killed, which leaves it no time to.
///
/// It waits at the end of a pipe that this process holds, and so learns of its end however that comes. It is of a
/// group of its own, so that what kills the run's group does not reach it; what kills every process of a container
/// does, and then the next run clears up.
final class OutputGuard {
  private let started: rx_guard

  /// A guard over what a run makes in the folder `parent`, none of which has to be there yet.
  /// - Parameters:
  ///   - parent: where all of it is.
  ///   - folder: is removed with all that is in it.
  ///   - file: is removed.
  ///   - aside: the old output while it is set aside.
  ///   - place: where that is put back to.
  init(parent: String, folder: String, file: String, aside: String, place: String) {
    started = rx_guard_start(parent, folder, file, aside, place)
  }

  deinit { rx_guard_dismiss(started) }
}

import CPosix

/// A process that clears an output under construction when this one is killed, which leaves it no time to.
///
/// It waits at the end of a pipe that this process holds, and so learns of its end however that comes. It is of a
/// group of its own, so that what kills the run's group does not reach it; what kills every process of a container
/// does, and then the next run clears up.
final class OutputGuard {
  private let started: rx_guard

  /// A guard over `folder` and `file`, both in the folder `parent`; neither has to be there yet.
  init(parent: String, folder: String, file: String) {
    started = rx_guard_start(parent, folder, file)
  }

  deinit { rx_guard_dismiss(started) }
}

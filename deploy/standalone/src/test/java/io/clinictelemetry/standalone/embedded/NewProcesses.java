package io.clinictelemetry.standalone.embedded;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes below this JVM that were not there before; other tests may have servers running. */
final class NewProcesses {

  private final Set<ProcessHandle> before =
      ProcessHandle.current().children().collect(Collectors.toSet());

  /** Those that run now, with all that they started. */
  List<ProcessHandle> running() {
    return ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child))
        .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
        .toList();
  }
}

package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name of an instance in its consumer group, kept beside its state: who comes back with the
 * state after a crash takes its own place again at once, instead of waiting until the group gives
 * the lost one up. Two instances cannot share it, because Kafka Streams lets only one use a state
 * directory.
 */
final class InstanceId {

  private InstanceId() {}

  /**
   * The name that is kept; a new one where there is none.
   *
   * @param stateDirectory the setting {@code state.dir}; created when missing
   * @throws SettingException when it cannot be read or written
   */
  static String keptIn(Path stateDirectory, String applicationId) {
    Path file = stateDirectory.resolve(applicationId + ".instance");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      String id = UUID.randomUUID().toString();
      Files.createDirectories(stateDirectory);
      // Whole or not at all: half a name would be another one's after the next crash.
      Path fresh = Files.writeString(stateDirectory.resolve(applicationId + ".instance.new"), id);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return id;
    } catch (IOException e) {
      throw new SettingException(
          "state.dir",
          stateDirectory.toString(),
          "give a directory that can be written (%s)".formatted(e.getMessage()));
    }
  }
}

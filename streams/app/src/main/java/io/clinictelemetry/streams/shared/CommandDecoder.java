package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertCommandKind;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;

/** From a record's bytes to what a person asks for, or to the reason why that cannot be told. */
public final class CommandDecoder {

  /** Largest value, bytes: state must not grow with the input. Far more than anybody explains. */
  static final int MAX_BYTES = 8 * 1024;

  private final RegistryPatience patience = new RegistryPatience();
  private final Deserializer<AlertCommand> deserializer;
  private final int partitions;

  /** What cannot be used. */
  public static final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    private RejectedException(Reason reason, String detail) {
      super(detail);
      rejection = new Rejection(reason, detail);
    }

    /** Why. */
    public Rejection rejection() {
      return rejection;
    }
  }

  /**
   * @param partitions number of partitions of the telemetry topic, and so of commands
   */
  public CommandDecoder(Deserializer<AlertCommand> deserializer, int partitions) {
    this.deserializer = deserializer;
    this.partitions = partitions;
  }

  /**
   * Decodes one record.
   *
   * @throws RejectedException when it cannot be used
   * @throws org.apache.kafka.streams.errors.TaskMigratedException when the registry does not answer
   *     in time, see {@link RegistryPatience}
   */
  public AlertCommand decode(byte[] key, byte[] value, int partition) throws RejectedException {
    if (key == null) {
      throw new RejectedException(Reason.NULL_KEY, "a command needs the subject as its key");
    }
    if (value == null) {
      throw new RejectedException(Reason.NOT_AVRO, "a record without a value");
    }
    if (value.length > MAX_BYTES) {
      throw new RejectedException(
          Reason.TOO_LARGE, value.length + " bytes; a command has at most " + MAX_BYTES);
    }
    AlertCommand command = read(value);
    if (!Arrays.equals(key, command.getSubjectId().getBytes(StandardCharsets.UTF_8))) {
      throw new RejectedException(
          Reason.KEY_MISMATCH, "the key is not the subject_id of the command");
    }
    int expected = RecordKeys.partition(command.getSubjectId(), partitions);
    if (partition != expected) {
      throw new RejectedException(
          Reason.WRONG_PARTITION,
          "partition " + partition + ", but the key belongs to " + expected + " of " + partitions);
    }
    if (command.getKind() == AlertCommandKind.UNKNOWN
        || command.getSubjectKind() == SubjectKind.UNKNOWN) {
      throw new RejectedException(
          Reason.UNKNOWN_KIND, "a kind of command or subject that this release does not know");
    }
    boolean named =
        Stream.of(
                command.getCommandId(),
                command.getAlertId(),
                command.getSubjectId(),
                command.getClinicId())
            .allMatch(Plausibility::isId);
    if (!named) {
      throw new RejectedException(Reason.INVALID_ID, "an id that is empty, too long or no text");
    }
    return command;
  }

  /** Decodes the value of a command that {@link #decode} has found to be one. */
  public AlertCommand decodeChecked(byte[] value) {
    return patience.whileAway(
        () -> deserializer.deserialize(TopicCatalogue.ALERT_COMMANDS.name(), value));
  }

  private AlertCommand read(byte[] value) throws RejectedException {
    try {
      return decodeChecked(value);
    } catch (UnreadableRecordException e) {
      throw new RejectedException(
          e.reason() == UnreadableRecordException.Reason.UNKNOWN_SCHEMA
              ? Reason.UNKNOWN_SCHEMA
              : Reason.NOT_AVRO,
          e.getMessage());
    }
  }
}

package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.communication.Clinic;
import io.clinictelemetry.domain.communication.LinkChange;
import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.communication.Silence;
import io.clinictelemetry.domain.communication.SilentDevice;
import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.streams.testing.Committed;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What the clinic stage remembers and is told, as bytes. */
class ClinicStateTest {

  private static final Silence SILENCE =
      new Silence(LinkRule.TELEMETRY_LOST, Optional.of("s-\u00e9"), 1_000, 6_000, "policy#1");

  private static final LinkChange LOST =
      new LinkChange(6_000, 2, Kind.LOST, "d-\u4e2d", "c-\u00e9", Optional.of(SILENCE));

  private static final LinkChange BACK =
      new LinkChange(7_000, 3, Kind.BACK, "d", "c", Optional.empty());

  private static final SilentDevice HELD =
      new SilentDevice("d", SILENCE, SilentDevice.Phase.HELD, 16_000, Optional.empty());

  private static final SilentDevice RECENT =
      new SilentDevice(
          "d",
          SILENCE,
          SilentDevice.Phase.RECENT,
          606_000,
          Optional.of(alert(Subject.device("d", "c", Optional.of("s")), LinkRule.TELEMETRY_LOST)));

  private static final Clinic QUIET = new Clinic("c", 5, 2, 1, 0, Optional.empty(), 9_000);

  private static final Clinic SILENT =
      new Clinic(
          "c", 5, 4, 0, 80.5, Optional.of(alert(Subject.clinic("c"), LinkRule.CLINIC_SILENT)), 0);

  private static Alert alert(Subject subject, LinkRule rule) {
    return new Alert(
        "id",
        subject,
        rule,
        1_000,
        6_000,
        16_000,
        OptionalLong.empty(),
        5,
        7.5,
        5,
        "policy#1",
        "It is so.",
        false,
        false,
        1,
        Optional.empty());
  }

  @Test
  void readsWhatItWrote() {
    for (SilentDevice device : new SilentDevice[] {HELD, RECENT}) {
      assertThat(ClinicMemory.decodeSilent("d", ClinicMemory.encode(device))).isEqualTo(device);
    }
    for (Clinic clinic : new Clinic[] {QUIET, SILENT}) {
      assertThat(ClinicMemory.decodeClinic("c", ClinicMemory.encode(clinic)))
          .usingRecursiveComparison()
          .isEqualTo(clinic);
    }
    for (LinkChange change : new LinkChange[] {LOST, BACK}) {
      LinkMessages.Changed message = new LinkMessages.Changed(change);
      assertThat(LinkMessages.decode(LinkMessages.encode(message))).isEqualTo(message);
    }
    LinkMessages.Clock clock = new LinkMessages.Clock(3, 5_000);
    assertThat(LinkMessages.decode(LinkMessages.encode(clock))).isEqualTo(clock);
    LinkMessages.Asked asked = new LinkMessages.Asked(Bytes.wrap(new byte[] {1, 2, 3}), 5_000);
    assertThat(LinkMessages.decode(LinkMessages.encode(asked))).isEqualTo(asked);
  }

  @Test
  void keepsTheLayoutOfItsVersion() {
    Committed.checkLayout(
        "safety-clinics-1.hex",
        Stream.of(
            ClinicMemory.encode(HELD),
            ClinicMemory.encode(RECENT),
            ClinicMemory.encode(QUIET),
            ClinicMemory.encode(SILENT),
            LinkMessages.encode(new LinkMessages.Changed(LOST)),
            LinkMessages.encode(new LinkMessages.Changed(BACK)),
            LinkMessages.encode(new LinkMessages.Clock(3, 5_000)),
            LinkMessages.encode(new LinkMessages.Asked(Bytes.wrap(new byte[] {1, 2, 3}), 5_000))));
  }
}

package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.domain.episodes.AlertId;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes out for what happens on the skin, on time and in order. */
class AlertSequenceTest {

  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = Pipeline.safety().register("d1", DeviceClass.SALON);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void opensHardHighAtThreeTenthsOfASecondAndSoftHighAtTwoAndClearsBothAfterTheOffDelay() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30).suctionFrame(70, 70);
    pipeline.append(device.sent());
    assertThat(transitions(pipeline)).as("0.2 s above the limit").isEmpty();

    pipeline.append(device.suctionFrame(71).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+1300 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected +1300 to -"
                + " measured 71.0 peak 71.0 limit 55.0");

    pipeline.append(device.suctionFrame(72, 70, 70, 70, 70, 70, 70, 70, 70, 70).last());
    pipeline.append(device.suctionFrame(70, 70, 70, 70, 70, 70).last());
    assertThat(transitions(pipeline)).as("1.9 s above the limit").isEmpty();

    pipeline.append(device.suctionFrame(70).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+3000 d1 OPENED suction-soft-high #1 from +1000 triggered +3000 detected +3000 to -"
                + " measured 70.0 peak 72.0 limit 41.0");

    pipeline.append(device.suction(1_000, 30).last());
    pipeline.append(device.suctionFrame(30, 30, 30, 30, 30, 30, 30, 30, 30).last());
    assertThat(transitions(pipeline)).as("1.9 s back in range").isEmpty();

    pipeline.append(device.suctionFrame(30).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+5000 d1 CLEARED suction-hard-high #2 from +1000 triggered +1300 detected +1300 to"
                + " +3000 measured 71.0 peak 72.0 limit 55.0",
            "+5000 d1 CLEARED suction-soft-high #2 from +1000 triggered +3000 detected +3000 to"
                + " +3000 measured 70.0 peak 72.0 limit 41.0");

    pipeline.append(device.endsSession().last());
    assertThat(transitions(pipeline)).as("after the session").isEmpty();
  }

  @Test
  void tellsEverythingAboutAnAlert() {
    pipeline.append(device("d1").startsSession("s1").suctionFrame(70, 70, 70).sent());

    String id = AlertId.of("d1", "suction-hard-high", Optional.of("s1"), T0);
    assertThat(pipeline.alerts().get(0).value())
        .isEqualTo(
            Alert.newBuilder()
                .setAlertId(id)
                .setSubjectKind(SubjectKind.DEVICE)
                .setSubjectId("d1")
                .setClinicId("clinic-1")
                .setSessionId("s1")
                .setRule("suction-hard-high")
                .setPriority(Priority.HIGH)
                .setKind(AlertKind.TREATMENT)
                .setState(AlertState.OPEN)
                .setLatched(true)
                .setStartedAt(Instant.ofEpochMilli(T0))
                .setTriggeredAt(Instant.ofEpochMilli(T0 + 300))
                .setDetectedAt(Instant.ofEpochMilli(T0 + 300))
                .setEndedAt(null)
                .setMeasured(70)
                .setPeak(70)
                .setLimit(55)
                .setUnit("kPa")
                .setPolicy("default/microdermabrasion/salon#1")
                .setExplanation(
                    "Suction on the skin reached 70.0 kPa, above the limit of 55.0 kPa, for 0.3 s.")
                .setLate(false)
                .setRevision(1)
                .build());
    assertThat(pipeline.counted("clinic.alerts", "rule", "suction-hard-high", "state", "OPEN"))
        .isEqualTo(1);
  }

  @Test
  void opensAtAnOutputSpikeOfTwoSamplesButNotOfOne() {
    pipeline.register("d1", DeviceClass.MEDICAL);
    TestDevice device =
        device("d1").startsCurrentSession("s1").current(1_000, 300).peaks(300, 300, 1_200, 300);
    pipeline.append(device.sent());
    assertThat(transitions(pipeline)).as("one sample").isEmpty();

    pipeline.append(device.peaks(300, 300, 1_200, 1_250, 300).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+1700 d1 OPENED current-hard-peak #1 from +1400 triggered +1600 detected +1700 to -"
                + " measured 1250.0 peak 1250.0 limit 1000.0");
  }

  @Test
  void opensOneAlertWhileThePressureHoversAtTheLimit() {
    TestDevice device = device("d1").startsSession("s1").suction(2_000, 41.5);
    for (int i = 0; i < 30; i++) {
      device.suctionFrame(40.9, 41.5, 41, 39.5, 42, 41, 40);
    }
    pipeline.append(device.suction(3_000, 30).endsSession().sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+2000 d1 OPENED suction-soft-high #1 from +0 triggered +2000 detected +2000 to -"
                + " measured 41.5 peak 41.5 limit 41.0",
            "+25000 d1 CLEARED suction-soft-high #2 from +0 triggered +2000 detected +2000 to"
                + " +23000 measured 41.5 peak 42.0 limit 41.0");
  }

  @Test
  void opensNothingAtTheLimitItself() {
    pipeline.append(device("d1").startsSession("s1").suction(5_000, 41).endsSession().sent());

    assertThat(transitions(pipeline)).isEmpty();
  }

  @Test
  void opensNothingWithoutContact() {
    pipeline.append(device("d1").startsSession("s1").freeAir(10_000, 70).endsSession().sent());

    assertThat(transitions(pipeline)).isEmpty();
  }

  @Test
  void clearsWhatIsOpenWhenTheSessionEnds() {
    pipeline.append(
        device("d1").startsSession("s1").suction(500, 70).pauses(700).endsSession().sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+500 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +500 to -"
                + " measured 70.0 peak 70.0 limit 55.0",
            "+1200 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +500 to +1200"
                + " measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void opensTwoEpisodesForTwoBreachesAndForTwoSessions() {
    pipeline.append(
        device("d1")
            .startsSession("s1")
            .suction(500, 70)
            .suction(2_000, 30)
            .suction(500, 80)
            .endsSession()
            .startsSession("s2")
            .suction(300, 90)
            .endsSession()
            .sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+500 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +500 to -"
                + " measured 70.0 peak 70.0 limit 55.0",
            "+2500 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +500 to +500"
                + " measured 70.0 peak 70.0 limit 55.0",
            "+3000 d1 OPENED suction-hard-high #1 from +2500 triggered +2800 detected +3000 to -"
                + " measured 80.0 peak 80.0 limit 55.0",
            "+3000 d1 CLEARED suction-hard-high #2 from +2500 triggered +2800 detected +3000 to"
                + " +3000 measured 80.0 peak 80.0 limit 55.0",
            "+3300 d1 OPENED suction-hard-high #1 from +3000 triggered +3300 detected +3300 to -"
                + " measured 90.0 peak 90.0 limit 55.0",
            "+3300 d1 CLEARED suction-hard-high #2 from +3000 triggered +3300 detected +3300 to"
                + " +3300 measured 90.0 peak 90.0 limit 55.0");
  }

  @Test
  void lowersTheSoftLimitWhereTheSkinIsThin() {
    pipeline.append(
        device("d1")
            .treating(Zone.NECK, SkinSensitivity.SENSITIVE)
            .startsSession("s1")
            .suction(2_000, 20)
            .sent());

    // 41 x 0.6 for the neck x 0.7 for the skin
    assertThat(transitions(pipeline))
        .containsExactly(
            "+2000 d1 OPENED suction-soft-high #1 from +0 triggered +2000 detected +2000 to -"
                + " measured 20.0 peak 20.0 limit 17.22");
  }

  @Test
  void judgesReadingsOutsideASession() {
    pipeline.append(device("d1").suction(300, 70).sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+300 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +300 to -"
                + " measured 70.0 peak 70.0 limit 55.0");
  }
}

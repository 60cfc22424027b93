package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.Times.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertCommandKind;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What alerts ask of people, from the telemetry to the accounts of clinics. */
class AlertLoadTest {

  private final Pipeline pipeline =
      Pipeline.safety().register("d1", DeviceClass.SALON).register("d2", DeviceClass.SALON);

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /** What was published since last asked. */
  private List<String> loads() {
    return pipeline.alertLoads().stream().map(AlertLoadTest::line).toList();
  }

  private static String line(TestRecord<String, AlertLoad> record) {
    AlertLoad load = record.value();
    assertThat(record.key()).isEqualTo(load.getClinicId() + "/" + load.getHourStart());
    assertThat(record.timestamp()).isEqualTo(load.getToldAt().toEpochMilli());
    return "%s %s %s #%d: %d (%d/%d/%d, %d technical, %d late), %d acknowledged, %d left, %d waiting"
        .formatted(
            text(load.getToldAt()),
            load.getClinicId(),
            text(load.getHourStart()),
            load.getRevision(),
            load.getAlerts(),
            load.getHigh(),
            load.getMedium(),
            load.getLow(),
            load.getTechnical(),
            load.getLate(),
            load.getAcknowledged(),
            load.getLeftUnacknowledged(),
            load.getWaiting());
  }

  private static AlertCommand acknowledge(Alert alert) {
    return AlertCommand.newBuilder()
        .setCommandId("c1")
        .setKind(AlertCommandKind.ACKNOWLEDGE)
        .setAlertId(alert.getAlertId())
        .setSubjectKind(alert.getSubjectKind())
        .setSubjectId(alert.getSubjectId())
        .setClinicId(alert.getClinicId())
        .setRule(alert.getRule())
        .setBy("Ada")
        .setWhy("seen")
        .build();
  }

  @Test
  void countsWhatOpensAndWhatBecomesOfIt() {
    TestDevice device = device("d1").startsSession("s1").suction(3_000, 70);
    pipeline.append(device.sent());
    assertThat(loads())
        .containsExactly(
            "+1000 clinic-1 +0 #1: 1 (1/0/0, 0 technical, 0 late), 0 acknowledged, 0 left, 1"
                + " waiting",
            "+2000 clinic-1 +0 #2: 2 (1/1/0, 0 technical, 0 late), 0 acknowledged, 0 left, 2"
                + " waiting");

    Alert hard = pipeline.alerts().get(0).value();
    pipeline.append(device.endsSession().last()).tick(T0 + 4_000);
    assertThat(loads())
        .as("the hard one latched")
        .containsExactly(
            "+4000 clinic-1 +0 #3: 2 (1/1/0, 0 technical, 0 late), 0 acknowledged, 1 left, 1"
                + " waiting");
    pipeline.command(acknowledge(hard), T0 + 41_000).tick(T0 + 41_999);
    List<TestRecord<String, AlertLoad>> loads = pipeline.alertLoads();
    assertThat(loads.stream().map(AlertLoadTest::line))
        .containsExactly(
            "+41999 clinic-1 +0 #4: 2 (1/1/0, 0 technical, 0 late), 1 acknowledged, 1 left, 0"
                + " waiting");
    AlertLoad acknowledged = last(loads);
    assertThat(acknowledged.getActive()).isZero();
    assertThat(acknowledged.getAcknowledgeBoundsMs().get(2)).isEqualTo(60_000);
    assertThat(acknowledged.getAcknowledgeCounts())
        .as("40 s")
        .containsExactly(0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    assertThat(acknowledged.getTopSources())
        .extracting(source -> source.getSubjectId() + " " + source.getRule())
        .containsExactly("d1 suction-hard-high", "d1 suction-soft-high");
  }

  @Test
  void theStageCountsItsOwnAlertsToo() {
    pipeline.append(device("d1").in("clinic-2").startsSession("s1").suction(1_000, 30).sent());
    pipeline.ticks(T0 + 1_000, T0 + 17_000);

    assertThat(loads())
        .containsExactly(
            "+17000 clinic-2 +0 #1: 1 (0/1/0, 1 technical, 0 late), 0 acknowledged, 0 left, 1"
                + " waiting");
  }

  @Test
  void historyIsCountedAndNamedAsSuch() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.last());
    for (int second = 0; second < 3; second++) {
      Sent reading = device.suction(1_000, 70).last();
      pipeline.append(new Sent(reading.event(), reading.appendedAtMs() + 100_000));
    }
    pipeline.tick(T0 + 105_000).tick(T0 + 106_000);

    AlertLoad last = last(pipeline.alertLoads());
    assertThat(last.getTreatment()).isEqualTo(2);
    assertThat(last.getLate()).isEqualTo(2);
    assertThat(last.getAnnounced()).as("what else was told").isEqualTo(last.getTechnical());
  }

  @Test
  void anHourHasWhatOpenedInIt() {
    TestDevice device = device("d1").at(T0 + 3_590_000).startsSession("s1").suction(2_500, 70);
    pipeline.append(device.endsSession().sent());
    TestDevice other = device("d2").at(T0 + 3_600_000).startsSession("s2").suction(3_000, 70);
    pipeline.append(other.endsSession().sent()).tick(T0 + 3_610_000);

    List<TestRecord<String, AlertLoad>> loads = pipeline.alertLoads();
    assertThat(loads.stream().map(TestRecord::key).distinct())
        .containsExactly("clinic-1/2026-03-02T09:00:00Z", "clinic-1/2026-03-02T10:00:00Z");
    assertThat(last(loads).getTopSources()).allMatch(source -> source.getSubjectId().equals("d2"));
  }

  private static AlertLoad last(List<TestRecord<String, AlertLoad>> loads) {
    return loads.get(loads.size() - 1).value();
  }
}

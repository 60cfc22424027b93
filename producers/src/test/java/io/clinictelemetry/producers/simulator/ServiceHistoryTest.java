package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceHistoryTest {

  private static final Instant NOW = Instant.parse("2026-03-18T10:20:00Z");

  private static final List<DeviceProfile> DEVICES =
      FleetPlan.of(
              new FleetOptions(
                  24,
                  3,
                  1,
                  Programme.SHORT,
                  true,
                  Path.of("unused"),
                  Optional.of(Duration.ofDays(14))))
          .devices();

  private static List<ServiceEvent> history(Instant now) {
    return ServiceHistory.of(1, DEVICES, now);
  }

  @Test
  void isOverByNowAndTheSameForTheSameSeed() {
    assertThat(history(NOW))
        .isEqualTo(history(NOW))
        .allSatisfy(event -> assertThat(event.getDoneAt()).isBefore(NOW))
        .allSatisfy(
            event ->
                assertThat(Optional.ofNullable(event.getStartedAt()).orElse(Instant.EPOCH))
                    .isBefore(event.getDoneAt()));
  }

  @Test
  void hasTheSameIdsWheneverItIsTold() {
    List<String> ids = history(NOW).stream().map(ServiceEvent::getEventId).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(history(NOW.plus(Duration.ofDays(1))))
        .extracting(ServiceEvent::getEventId)
        .isEqualTo(ids);
  }

  @Test
  void changesNoPartThatTheDeviceDoesNotHaveAndNoFilterThatClogs() {
    for (DeviceProfile device : DEVICES) {
      Set<ServiceKind> kinds =
          Set.copyOf(
              history(NOW).stream()
                  .filter(event -> event.getDeviceId().equals(device.deviceId()))
                  .map(ServiceEvent::getKind)
                  .toList());
      boolean clogs = device.wear().equals(Optional.of(Wear.FILTER));
      assertThat(kinds.contains(ServiceKind.FILTER_CHANGED)).isEqualTo(device.hasPump() && !clogs);
      if (!device.inventory().getModalities().contains(Modality.MICROCURRENT)) {
        assertThat(kinds).doesNotContain(ServiceKind.ELECTRODE_CHANGED);
      }
    }
  }
}

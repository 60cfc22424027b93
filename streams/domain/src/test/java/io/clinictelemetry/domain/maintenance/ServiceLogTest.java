package io.clinictelemetry.domain.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.usage.Coverage.Stretch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceLogTest {

  private final ServiceLog log = new ServiceLog();

  private static ServiceEvent event(
      String id, long from, long to, boolean withdrawn, int revision) {
    return new ServiceEvent(id, "d-1", true, OptionalLong.of(from), to, withdrawn, revision);
  }

  @Test
  void addsUpWhatOverlapsAndWhatIsToldTwice() {
    log.add(event("a", 10, 20, false, 1));
    log.add(event("a", 10, 20, false, 1));
    log.add(event("b", 15, 30, false, 1));
    assertThat(log.inService().stretches()).containsExactly(new Stretch(10, 30));
  }

  @Test
  void takesNoTimeForWhatWasDoneWhileTheDeviceStayedInUse() {
    log.add(new ServiceEvent("a", "d-1", true, OptionalLong.empty(), 20, false, 1));
    assertThat(log.inService().isEmpty()).isTrue();
    assertThat(log.everTold().isEmpty()).isTrue();
  }

  @Test
  void followsTheHighestRevisionInAnyOrderAndRemembersWhatWasToldBefore() {
    List<ServiceEvent> told =
        List.of(
            event("a", 10, 20, false, 1),
            event("a", 40, 50, false, 2),
            event("b", 60, 70, false, 1),
            event("b", 60, 70, true, 2));
    for (int seed = 0; seed < 24; seed++) {
      List<ServiceEvent> mixed = new ArrayList<>(told);
      Collections.shuffle(mixed, new Random(seed));
      ServiceLog any = new ServiceLog();
      mixed.forEach(any::add);
      assertThat(any.inService().stretches()).containsExactly(new Stretch(40, 50));
      assertThat(any.everTold().stretches())
          .containsExactly(new Stretch(10, 20), new Stretch(40, 50), new Stretch(60, 70));
    }
  }
}

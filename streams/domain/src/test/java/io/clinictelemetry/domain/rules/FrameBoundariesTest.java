package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameBoundariesTest {

  @Test
  void howASessionIsCutIntoFramesChangesNothing() {
    for (SampleRule rule : SampleRule.ALL) {
      Property.forAll(
          200,
          random -> RandomSession.of(rule.modality(), DeviceClass.SALON, random),
          (samples, random) -> {
            List<Change> expected =
                Judging.changes(
                    rule, DeviceClass.SALON, Frames.cutToPieces(rule.modality(), samples));
            for (int i = 0; i < 4; i++) {
              assertThat(
                      Judging.changes(
                          rule,
                          DeviceClass.SALON,
                          Frames.cutAtRandom(rule.modality(), samples, random)))
                  .isEqualTo(expected);
            }
          });
    }
  }
}

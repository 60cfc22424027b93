package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.testing.RandomSession;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameBoundariesTest {

  @ParameterizedTest
  @EnumSource(Modality.class)
  void howASessionIsCutIntoFramesChangesNothing(Modality modality) {
    Property.forAll(
        100,
        random -> RandomSession.of(modality, DeviceClass.SALON, random),
        (samples, random) -> {
          List<String> expected =
              Judging.changes(DeviceClass.SALON, Frames.cutToPieces(modality, samples));
          for (int i = 0; i < 2; i++) {
            assertThat(
                    Judging.changes(
                        DeviceClass.SALON, Frames.cutAtRandom(modality, samples, random)))
                .isEqualTo(expected);
          }
        });
  }
}

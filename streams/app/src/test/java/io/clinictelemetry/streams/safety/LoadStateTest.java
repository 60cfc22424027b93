package io.clinictelemetry.streams.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.load.AcknowledgeTimes;
import io.clinictelemetry.domain.load.FloodWatch;
import io.clinictelemetry.domain.load.HourLoad;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.load.Openings;
import io.clinictelemetry.domain.load.Source;
import io.clinictelemetry.domain.load.TopSources;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.streams.safety.LoadMemory.Hour;
import io.clinictelemetry.streams.safety.LoadMemory.Place;
import io.clinictelemetry.streams.safety.LoadMemory.Watched;
import io.clinictelemetry.streams.testing.Committed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The accounts of clinics, and what they are told, as bytes. */
class LoadStateTest {

  private static final Source SOURCE = new Source(Subject.Kind.DEVICE, "d-\u4e2d", "pump-wear");

  private static final Hour HOUR =
      new Hour(
          new HourLoad(
              new Openings(1, 2, 3, 4, 5, 6, 7, 8),
              new AcknowledgeTimes(LongStream.range(9, 21).boxed().toList()),
              21,
              22,
              23,
              new TopSources(List.of(new TopSources.Counted(SOURCE, 24))),
              25,
              26,
              27),
          28,
          29,
          30,
          true,
          false,
          true);

  private static final Watched WATCHED =
      new Watched(new FloodWatch(new TreeMap<>(Map.of(31L, 32, 33L, 34)), true, 35), 36);

  private static final List<LoadChange> CHANGES =
      List.of(
          new LoadChange.Opened(
              "c-\u00e9", 37, SOURCE, Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL, true, false, true),
          new LoadChange.Acknowledged("c", 38, 39),
          new LoadChange.Left("c", 40, 41, true));

  @Test
  void readsWhatItWrote() {
    assertThat(LoadMemory.decodeHour(LoadMemory.encode(HOUR))).isEqualTo(HOUR);
    assertThat(LoadMemory.decodeWatch(LoadMemory.encode(WATCHED)))
        .usingRecursiveComparison()
        .isEqualTo(WATCHED);
    for (LoadChange change : CHANGES) {
      LinkMessages.Load message = new LinkMessages.Load(change);
      assertThat(LinkMessages.decode(LinkMessages.encode(message))).isEqualTo(message);
    }
    for (Place place : List.of(Place.ofClinic("c-\u00e9"), Place.ofHour("c-\u00e9", 42))) {
      assertThat(Place.of(place.key())).isEqualTo(place);
    }
  }

  @Test
  void keepsTheLayoutOfItsVersion() {
    Committed.checkLayout(
        "safety-load-1.hex",
        Stream.concat(
            Stream.of(
                LoadMemory.encode(HOUR),
                LoadMemory.encode(WATCHED),
                Place.ofHour("c-\u00e9", 42).key()),
            CHANGES.stream().map(change -> LinkMessages.encode(new LinkMessages.Load(change)))));
  }
}

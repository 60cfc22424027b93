package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListingTest {

  @Test
  void keepsTheNewestLastAndCountsAll() {
    Listing listing = new Listing(2);
    listing.add(Kept.record(3, "not-avro", "dev", new byte[3]));
    listing.add(Kept.record(1, "null-key", null, new byte[3]));
    listing.add(Kept.record(2, "not-avro", "dev", null));

    assertThat(listing.lines())
        .containsExactly(
            "1 older left out; --limit shows more",
            "clinic.telemetry/1/2         2026-03-01T08:15:02Z     not-avro            not kept"
                + "  a detail",
            "clinic.telemetry/1/3         2026-03-01T08:15:03Z     not-avro                 3 B"
                + "  a detail",
            "",
            "not-avro           2",
            "null-key           1",
            "together           3");
  }

  @Test
  void saysWhenThereIsNothing() {
    assertThat(new Listing(2).lines()).containsExactly("No record in quarantine fits.");
  }

  @Test
  void aReasonCannotCommandTheTerminal() {
    Listing listing = new Listing(1);
    listing.add(Kept.record(1, "\u001b[2Jreason", "dev", new byte[3]));

    assertThat(listing.lines()).noneMatch(line -> line.contains("\u001b"));
  }
}

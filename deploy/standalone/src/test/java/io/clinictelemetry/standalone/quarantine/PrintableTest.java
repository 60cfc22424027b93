package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void controlAndFormatCharactersAreEscaped() {
    assertThat(Printable.text("a\u001b[31m\u0085\u202eb")).isEqualTo("a\\u001b[31m\\u0085\\u202eb");
    assertThat(Printable.text("Köln 1")).isEqualTo("Köln 1");
  }

  @Test
  void bytesThatAreNotUtf8AreNoText() {
    assertThat(Printable.utf8(Kept.bytes("Köln"))).contains("Köln");
    assertThat(Printable.utf8(new byte[] {(byte) 0xc3, 0x28})).isEmpty();
  }

  @Test
  void aDumpShowsOffsetDigitsAndAscii() {
    assertThat(Printable.hexDump(Kept.bytes("0123456789abcdef~\n"), 256))
        .containsExactly(
            "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|",
            "00000010  7e 0a                                            |~.|");
  }

  @Test
  void aDumpEndsAtItsLimit() {
    assertThat(Printable.hexDump(new byte[1_000], 256)).hasSize(16);
    assertThat(Printable.hexDump(new byte[1_000], 17)).hasSize(2).last().asString().contains("|.|");
  }
}

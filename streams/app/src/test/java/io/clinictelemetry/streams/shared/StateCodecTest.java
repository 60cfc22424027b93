package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateCodecTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "63, 1",
    "-64, 1",
    "64, 2",
    "-65, 2",
    "8191, 2",
    "3600000, 4",
    "9223372036854775807, 10",
    "-9223372036854775808, 10"
  })
  void aNumberTakesAsFewBytesAsItNeeds(long number, int bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StateCodec.writeNumber(new DataOutputStream(out), number);

    assertThat(out.size()).isEqualTo(bytes);
    assertThat(StateCodec.readNumber(in(out.toByteArray()))).isEqualTo(number);
  }

  @Test
  void aNumberOfTooManyBytesIsRefused() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) -1);

    assertThatThrownBy(() -> StateCodec.readNumber(in(endless))).isInstanceOf(IOException.class);
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}

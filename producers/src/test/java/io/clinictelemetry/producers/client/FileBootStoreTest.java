package io.clinictelemetry.producers.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileBootStoreTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("state").resolve("boot-ids");
  }

  private void boot(String... devices) {
    try (FileBootStore store = new FileBootStore(file())) {
      store.next(List.of(devices));
    }
  }

  @Test
  void firstBootIsOneAndEachCallBeginsAnother() {
    try (FileBootStore store = new FileBootStore(file())) {
      assertThat(store.next("a")).isEqualTo(1);
      assertThat(store.next("a")).isEqualTo(2);
      assertThat(store.next("b")).isEqualTo(1);
    }
  }

  @Test
  void idsGoOnAfterARestart() {
    boot("a", "b");
    boot("a");
    try (FileBootStore store = new FileBootStore(file())) {
      assertThat(store.next(List.of("a", "b", "c"))).isEqualTo(Map.of("a", 3L, "b", 2L, "c", 1L));
    }
  }

  @Test
  void fileHoldsTheIdBeforeItIsGivenOut() throws IOException {
    try (FileBootStore store = new FileBootStore(file())) {
      store.next("a");
      assertThat(Files.readString(file())).contains("a\t1\n");
      store.next("a");
      assertThat(Files.readString(file())).contains("a\t2\n");
    }
  }

  @Test
  void fileCutAnywhereIsRefusedAndLeftAsItIs() throws IOException {
    boot("device-1", "device-2", "device-3");
    byte[] whole = Files.readAllBytes(file());
    // Without the last line feed alone, nothing is missing.
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      Files.write(file(), torn);
      assertThatThrownBy(() -> new FileBootStore(file()))
          .as("cut after %d bytes", length)
          .isInstanceOf(BootStoreException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("restore it from a copy");
      assertThat(Files.readAllBytes(file())).isEqualTo(torn);
    }
  }

  @Test
  void fileWithAnyByteChangedIsRefused() throws IOException {
    boot("device-1", "device-2");
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length - 1; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x15;
      Files.write(file(), changed);
      assertThatThrownBy(() -> new FileBootStore(file()))
          .as("byte %d changed", at)
          .isInstanceOf(BootStoreException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "garbage", "\u0000\u0000\u0000", "a\t1\n"})
  void garbageIsRefused(String content) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), content);
    assertThatThrownBy(() -> new FileBootStore(file())).isInstanceOf(BootStoreException.class);
  }

  @Test
  void whatACrashLeftOfAnUnfinishedWriteIsIgnored() throws IOException {
    boot("a");
    Files.writeString(file().resolveSibling("boot-ids.new"), "half of a fi");
    try (FileBootStore store = new FileBootStore(file())) {
      assertThat(store.next("a")).isEqualTo(2);
    }
  }

  @Test
  void idThatCouldNotBeWrittenIsNotGivenOut() throws IOException {
    try (FileBootStore store = new FileBootStore(file())) {
      store.next("a");
      Path inTheWay = Files.createDirectory(file().resolveSibling("boot-ids.new"));
      assertThatThrownBy(() -> store.next("a")).isInstanceOf(BootStoreException.class);
      Files.delete(inTheWay);
      assertThat(store.next("a")).isEqualTo(2);
    }
  }

  @Test
  void fileInUseIsRefusedAndFreeAfterClosing() {
    try (FileBootStore store = new FileBootStore(file())) {
      assertThat(store.next("a")).isEqualTo(1);
      assertThatThrownBy(() -> new FileBootStore(file()))
          .isInstanceOf(BootStoreException.class)
          .hasMessageContaining("in use");
    }
    boot("a");
  }

  @Test
  void closedStoreGivesNothingOut() {
    FileBootStore store = new FileBootStore(file());
    store.close();
    store.close();
    assertThatThrownBy(() -> store.next("a"))
        .isInstanceOf(BootStoreException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\tb", "a\nb"})
  void deviceIdThatCannotBeKeptIsRefused(String deviceId) {
    try (FileBootStore store = new FileBootStore(file())) {
      assertThatThrownBy(() -> store.next(deviceId)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.clinictelemetry.avro.DeviceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Credentials reach the registry, and nobody else. */
class RegistryCredentialsTest {

  private static final String SECRET = "s3cret:with:colons";
  private static final String SCHEMA = DeviceEvent.getClassSchema().toString();

  private final RegistryServer registry =
      new RegistryServer().withSchema(7, SCHEMA).withSubject(Samples.TOPIC + "-value", 7, SCHEMA);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger client = (Logger) LoggerFactory.getLogger("io.confluent");

  @BeforeEach
  void listenToTheLog() {
    log.start();
    client.addAppender(log);
    client.setAdditive(false);
    client.setLevel(Level.DEBUG);
  }

  @AfterEach
  void close() {
    client.setLevel(null);
    client.setAdditive(true);
    client.detachAppender(log);
    registry.close();
  }

  private void writeAndRead(Map<String, Object> settings) {
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var serde = serdes.serde(DeviceEvent.class)) {
      byte[] bytes = serde.serializer().serialize(Samples.TOPIC, Samples.anEvent());
      serde.deserializer().deserialize(Samples.TOPIC, bytes);
    }
  }

  private void assertNotLogged(String secret) {
    assertThat(log.list)
        .isNotEmpty()
        .noneMatch(event -> event.getFormattedMessage().contains(secret));
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void sendsBasicCredentialsWithEveryRequest(String implementation) {
    writeAndRead(
        Samples.settings(
            registry.url(),
            AvroSerdes.IMPLEMENTATION,
            implementation,
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "writer:" + SECRET));
    String expected =
        Base64.getEncoder().encodeToString(("writer:" + SECRET).getBytes(StandardCharsets.UTF_8));
    assertThat(registry.requests())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.authorization()).isEqualTo("Basic " + expected));
    assertNotLogged(SECRET);
    assertNotLogged(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void sendsAStaticTokenWithEveryRequest(String implementation) {
    writeAndRead(
        Samples.settings(
            registry.url(),
            AvroSerdes.IMPLEMENTATION,
            implementation,
            "bearer.auth.credentials.source",
            "STATIC_TOKEN",
            "bearer.auth.token",
            SECRET));
    assertThat(registry.requests())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.authorization()).isEqualTo("Bearer " + SECRET));
    assertNotLogged(SECRET);
  }

  @Test
  void sendsNothingWhenNothingIsSet() {
    writeAndRead(Samples.settings(registry.url()));
    assertThat(registry.requests())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.authorization()).isNull());
  }

  @Test
  void refusesCredentialsWithinTheAddressWithoutShowingThem() {
    String url = registry.url().replace("http://", "http://writer:" + SECRET + "@");
    assertThatThrownBy(() -> new AvroSerdes(Samples.settings("http://other:1," + url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("schema.registry.url", "basic.auth.user.info")
        .hasMessageNotContaining("s3cret");
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
  }

  @Test
  void failuresDoNotShowCredentials() {
    registry.failingWith(401, 40101, "Unauthorized");
    Map<String, Object> settings =
        Samples.settings(
            registry.url(),
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "writer:" + SECRET);
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var reader = serdes.deserializer(DeviceEvent.class)) {
      byte[] bytes = Samples.anEventAsBytes(99);
      Throwable failure = catchThrowable(() -> reader.deserialize(Samples.TOPIC, bytes));
      assertThat(failure).isInstanceOf(RegistryException.class);
      for (Throwable t = failure; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain(SECRET);
      }
    }
  }
}

package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Opens clients of clusters that answer. */
public final class ClusterClient {

  /** Kafka's own patience is a minute, too long for who mistyped an address. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ClusterClient() {}

  /**
   * A client of the cluster, which has just answered; the caller closes it.
   *
   * @throws SettingException when the cluster does not answer
   * @throws InterruptedException when interrupted while waiting for it
   */
  public static Admin open(Settings settings) throws InterruptedException {
    Admin admin = create(settings);
    try {
      admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return admin;
    } catch (TimeoutException | ExecutionException e) {
      admin.close(Duration.ZERO);
      throw unreachable(
          settings,
          e instanceof ExecutionException
              ? e.getCause().getMessage()
              : "no answer within %d s".formatted(PATIENCE.toSeconds()));
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private static Admin create(Settings settings) {
    try {
      return Admin.create(settings.kafka());
    } catch (KafkaException e) {
      throw unreachable(
          settings, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  private static SettingException unreachable(Settings settings, String because) {
    return new SettingException(
        Settings.BOOTSTRAP_SERVERS,
        settings.text(Settings.BOOTSTRAP_SERVERS, ""),
        "the cluster cannot be asked (%s); check the address, and that the broker runs"
            .formatted(because));
  }
}

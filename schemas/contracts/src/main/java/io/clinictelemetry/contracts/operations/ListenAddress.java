package io.clinictelemetry.contracts.operations;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a component listens, and to whom.
 *
 * @param host name or address
 * @param port TCP port; 0 for any free one
 * @param users who may ask; empty for everybody on this machine, and then the host is its loopback
 */
public record ListenAddress(String host, int port, Optional<Users> users) {

  /** Setting of the host. */
  public static final String HOST = "http.host";

  /** Setting of the port. */
  public static final String PORT = "http.port";

  /**
   * Reads {@value #HOST}, {@value #PORT} and {@value Users#FILE}.
   *
   * @throws SettingException when one is wrong, or when the host is not this machine's loopback and
   *     no users are named
   */
  public static ListenAddress from(Settings settings, int defaultPort) {
    String host = settings.text(HOST, "127.0.0.1");
    Optional<Users> users = Users.from(settings);
    try {
      if (users.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
        throw new SettingException(
            HOST,
            host,
            "anyone could read what is here, for callers are not authenticated; set %s to a file of users, or set 127.0.0.1"
                .formatted(Users.FILE));
      }
    } catch (UnknownHostException e) {
      throw new SettingException(HOST, host, "not a known host; set 127.0.0.1");
    }
    return new ListenAddress(host, settings.integer(PORT, defaultPort, 0, 65_535), users);
  }

  /** The address to bind to. */
  public InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  /**
   * The address for people and browsers.
   *
   * @param actualPort the port that it listens on, where {@link #port} may be 0
   */
  public String url(int actualPort) {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, actualPort);
  }
}

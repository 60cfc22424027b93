package io.clinictelemetry.contracts.operations;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a component listens.
 *
 * @param host name or address; only this machine's own loopback
 * @param port TCP port; 0 for any free one
 */
public record ListenAddress(String host, int port) {

  /** Setting of the host. */
  public static final String HOST = "http.host";

  /** Setting of the port. */
  public static final String PORT = "http.port";

  /**
   * Reads {@value #HOST} and {@value #PORT}.
   *
   * @throws SettingException when the host is not this machine's loopback, because nothing here
   *     asks who is calling
   */
  public static ListenAddress from(Settings settings, int defaultPort) {
    String host = settings.text(HOST, "127.0.0.1");
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        throw new SettingException(
            HOST,
            host,
            "anyone could read and change what is here, for callers are not authenticated; set"
                + " 127.0.0.1 and put a proxy that authenticates before it");
      }
    } catch (UnknownHostException e) {
      throw new SettingException(HOST, host, "not a known host; set 127.0.0.1");
    }
    return new ListenAddress(host, settings.integer(PORT, defaultPort, 0, 65_535));
  }

  /** The address to bind to. */
  public InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }
}

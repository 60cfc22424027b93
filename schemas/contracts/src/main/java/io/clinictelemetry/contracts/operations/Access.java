package io.clinictelemetry.contracts.operations;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a server answers a request; every HTTP server here asks it first.
 *
 * <p>With users: those alone, by HTTP Basic. Without: requests for this machine's own name alone,
 * because a page of another site may point its name to this machine and then read what is here
 * through its visitor's browser (DNS rebinding). Health is open to all.
 */
public final class Access {

  /** Paths that need no authentication: they tell nothing but whether the component is well. */
  public static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

  private static final Map<String, String> CHALLENGE =
      Map.of("WWW-Authenticate", "Basic realm=\"clinic-telemetry\", charset=\"UTF-8\"");

  private static final Pattern NAME_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::\\d*)?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private final ListenAddress address;

  /** Decides for the server that listens there. */
  public Access(ListenAddress address) {
    this.address = address;
  }

  /** Why a request is not answered. */
  public enum Refusal {
    /** It does not say who asks, or says so wrongly. */
    NOT_AUTHENTICATED(
        401,
        "not-authenticated",
        "give name and password of a user in the file that %s names".formatted(Users.FILE)),
    /** It was meant for another host. */
    OTHER_HOST(
        421,
        "other-host",
        "this server answers to localhost and 127.0.0.1 alone; to be reached by another name, set %s"
            .formatted(Users.FILE));

    private final int status;
    private final String error;
    private final String detail;

    Refusal(int status, String error, String detail) {
      this.status = status;
      this.error = error;
      this.detail = detail;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** The kind of problem, for programs. */
    public String error() {
      return error;
    }

    /** One sentence for people. */
    public String detail() {
      return detail;
    }

    /** Headers that belong to the answer. */
    public Map<String, String> headers() {
      return this == NOT_AUTHENTICATED ? CHALLENGE : Map.of();
    }
  }

  /**
   * Why a request must not be answered; empty when it may.
   *
   * @param path as the request gives it
   * @param host the request's header {@code Host}; null when it has none
   * @param authorization the request's header {@code Authorization}; null when it has none
   */
  public Optional<Refusal> refusal(String path, String host, String authorization) {
    if (OPEN.contains(path)) {
      return Optional.empty();
    }
    if (address.users().isPresent()) {
      return user(authorization).isPresent()
          ? Optional.empty()
          : Optional.of(Refusal.NOT_AUTHENTICATED);
    }
    return isThisMachine(host) ? Optional.empty() : Optional.of(Refusal.OTHER_HOST);
  }

  /**
   * Who asks; empty where no users are known, or it is none of them.
   *
   * @param authorization the request's header {@code Authorization}; null when it has none
   */
  public Optional<String> user(String authorization) {
    return address.users().flatMap(users -> users.find(authorization));
  }

  /** By its text alone: to ask the name service would be to ask the attacker. */
  private boolean isThisMachine(String host) {
    Matcher parts = NAME_AND_PORT.matcher(host == null ? "" : host);
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group(1);
    return LOOPBACK.matcher(name).matches() || name.equalsIgnoreCase(address.host());
  }
}

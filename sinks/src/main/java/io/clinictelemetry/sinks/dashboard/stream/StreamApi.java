package io.clinictelemetry.sinks.dashboard.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.sinks.dashboard.api.AlertQueries;
import io.clinictelemetry.sinks.dashboard.api.AlertView;
import io.clinictelemetry.sinks.dashboard.api.Parameters;
import io.clinictelemetry.sinks.dashboard.api.ProblemException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /stream}: server-sent events {@code alert}, {@code reading}, {@code fleet}, {@code
 * pipeline} and {@code reset} (too much was missed: load the lists anew). Only alerts have ids; a
 * client that comes back with {@code Last-Event-ID}, or begins with {@code after}, gets every
 * change since.
 */
public final class StreamApi {

  private static final Logger LOG = LoggerFactory.getLogger(StreamApi.class);
  private static final long HEARTBEAT_MS = 5_000;
  private static final int MOST_CATCH_UP = 1_000;
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HELLO = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

  private final StreamHub hub;
  private final AlertQueries alerts;
  private final ObjectMapper json;

  /** Streams what is published at the hub, after what the queries say was missed. */
  public StreamApi(StreamHub hub, AlertQueries alerts, ObjectMapper json) {
    this.hub = hub;
    this.alerts = alerts;
    this.json = json;
  }

  /** Adds the route. */
  public void addTo(RoutesConfig routes, String root) {
    routes.get(root + "/stream", this::stream);
  }

  private void stream(Context context) throws IOException {
    Parameters parameters = Parameters.of(context, Set.of("device", "after"));
    Optional<Long> after =
        lastEventId(context).or(() -> parameters.number("after", 0, Long.MAX_VALUE));
    // Before looking back, so that what changes meanwhile waits in the queue.
    Subscriber subscriber =
        hub.add(parameters.text("device"))
            .orElseThrow(() -> ProblemException.busy("too many open streams; close some pages"));
    try {
      long seen = after.isPresent() ? after.get() : alerts.latestChange();
      List<AlertView> missed = alerts.changedAfter(seen, MOST_CATCH_UP);
      context.contentType("text/event-stream; charset=utf-8");
      context.header("Cache-Control", "no-store");
      context.header("X-Accel-Buffering", "no");
      send(context.res().getOutputStream(), subscriber, seen, missed);
    } catch (IOException e) {
      LOG.debug("A stream's client went away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.remove(subscriber);
    }
  }

  private static Optional<Long> lastEventId(Context context) {
    String id = context.header("Last-Event-ID");
    return id != null && id.matches("\\d{1,18}")
        ? Optional.of(Long.parseLong(id))
        : Optional.empty();
  }

  private void send(OutputStream out, Subscriber subscriber, long after, List<AlertView> missed)
      throws IOException, InterruptedException {
    long seen = after;
    out.write(HELLO);
    if (missed.size() == MOST_CATCH_UP) {
      out.write(Message.transientOne("reset", "{}").bytes());
    } else {
      for (AlertView alert : missed) {
        out.write(ChangeFeed.message(alert, json).bytes());
        seen = alert.change();
      }
    }
    out.flush();
    while (subscriber.isOpen()) {
      Optional<Message> message = subscriber.next(HEARTBEAT_MS);
      if (message.isEmpty()) {
        out.write(HEARTBEAT);
      } else if (message.get().id().isEmpty()) {
        out.write(message.get().bytes());
      } else if (message.get().id().getAsLong() > seen) {
        out.write(message.get().bytes());
        seen = message.get().id().getAsLong();
      }
      out.flush();
    }
  }
}

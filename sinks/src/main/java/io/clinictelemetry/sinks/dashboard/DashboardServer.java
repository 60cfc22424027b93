package io.clinictelemetry.sinks.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.clinictelemetry.contracts.operations.Access;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.dashboard.api.AlertCommands;
import io.clinictelemetry.sinks.dashboard.api.AlertLoadApi;
import io.clinictelemetry.sinks.dashboard.api.AlertQueries;
import io.clinictelemetry.sinks.dashboard.api.AlertsApi;
import io.clinictelemetry.sinks.dashboard.api.CommandsApi;
import io.clinictelemetry.sinks.dashboard.api.DevicesApi;
import io.clinictelemetry.sinks.dashboard.api.GovernanceApi;
import io.clinictelemetry.sinks.dashboard.api.LimitsDesk;
import io.clinictelemetry.sinks.dashboard.api.MaintenanceApi;
import io.clinictelemetry.sinks.dashboard.api.OperationsApi;
import io.clinictelemetry.sinks.dashboard.api.PoliciesApi;
import io.clinictelemetry.sinks.dashboard.api.Problem;
import io.clinictelemetry.sinks.dashboard.api.ProblemException;
import io.clinictelemetry.sinks.dashboard.api.UsageApi;
import io.clinictelemetry.sinks.dashboard.live.LiveFleet;
import io.clinictelemetry.sinks.dashboard.pages.Pages;
import io.clinictelemetry.sinks.dashboard.stream.ChangeFeed;
import io.clinictelemetry.sinks.dashboard.stream.Pulse;
import io.clinictelemetry.sinks.dashboard.stream.StreamApi;
import io.clinictelemetry.sinks.dashboard.stream.StreamHub;
import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.database.Trouble;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.clinictelemetry.sinks.pipeline.TelemetryTail;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard: page, API, live stream, health and metrics on one port.
 *
 * <p>Settings: those of {@link DatabaseSettings}, of every Kafka client and of the registry, and
 * {@code http.host}, {@code http.port}, {@code http.users.file}.
 */
public final class DashboardServer implements AutoCloseable {

  /** Port when none is set. */
  public static final int DEFAULT_PORT = 8080;

  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
  private static final String ROOT = "/api/v1";

  private final ListenAddress address;
  private final DatabaseSettings databaseSettings;
  private final Map<String, Object> kafka;
  private final Map<String, Object> serdeConfig;
  private final PrometheusMeterRegistry metrics;
  private final Optional<LimitsDesk> limits;
  private final Clock clock = Clock.systemUTC();
  private final LiveFleet fleet = new LiveFleet(clock);
  private final PipelineClock pipeline = new PipelineClock(clock);
  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private StreamHub hub;
  private Database database;
  private AvroSerdes serdes;
  private TelemetryTail tail;
  private ChangeFeed changes;
  private Pulse pulse;
  private AlertCommands commands;
  private Javalin server;

  /**
   * Reads the settings; touches nothing else.
   *
   * @param limits where limits are drafted, tried and approved; without, they are only shown
   * @throws SettingException when one is missing or wrong
   */
  public DashboardServer(
      Settings settings, PrometheusMeterRegistry metrics, Optional<LimitsDesk> limits) {
    this.limits = limits;
    this.address = ListenAddress.from(settings, DEFAULT_PORT);
    this.databaseSettings = DatabaseSettings.from(settings);
    this.kafka = settings.kafka();
    this.serdeConfig = settings.serdes();
    this.metrics = metrics;
  }

  /**
   * Begins to serve. The database and the cluster need not answer yet; until they do, the page says
   * so. Call it once.
   *
   * @throws SettingException when the port is taken
   */
  public void start() {
    try {
      serdes = new AvroSerdes(serdeConfig);
      database = new Database(databaseSettings, "clinic-dashboard");
      hub = new StreamHub(metrics);
      AlertQueries alerts = new AlertQueries(database.jdbi());
      changes = new ChangeFeed(database, alerts, json, hub);
      tail = new TelemetryTail(kafka, serdes, fleet::apply, pipeline, clock);
      pulse = new Pulse(fleet, pipeline, changes::trouble, json, hub);
      server = Javalin.create(config -> configure(config, alerts));
      changes.start();
      tail.start();
      pulse.start();
      listen();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    LOG.info("Dashboard at {}", url());
  }

  private void listen() {
    try {
      server.start(address.host(), address.port());
    } catch (JavalinBindException e) {
      throw new SettingException(
          ListenAddress.PORT,
          Integer.toString(address.port()),
          "cannot listen on %s (%s); set another port".formatted(address.host(), e.getMessage()));
    }
  }

  private void configure(JavalinConfig config, AlertQueries alerts) {
    config.startup.showJavalinBanner = false;
    config.jsonMapper(new JavalinJackson(json, false));
    config.requestLogger.http(new DashboardMetrics(metrics, fleet, pipeline)::answered);
    Access access = new Access(address);
    config.routes.before(context -> admit(access, context));
    new Pages().addTo(config.routes);
    DevicesApi devices = new DevicesApi(database.jdbi(), fleet, clock);
    new AlertsApi(alerts, devices, clock).addTo(config.routes, ROOT);
    new CommandsApi(alerts, this::commands, user(access), json).addTo(config.routes, ROOT);
    devices.addTo(config.routes, ROOT);
    new PoliciesApi(database.jdbi(), json).addTo(config.routes, ROOT);
    limits.ifPresent(
        desk -> new GovernanceApi(desk, user(access), json).addTo(config.routes, ROOT));
    new UsageApi(database.jdbi(), clock).addTo(config.routes, ROOT);
    new MaintenanceApi(database.jdbi(), clock).addTo(config.routes, ROOT);
    new AlertLoadApi(database.jdbi(), clock).addTo(config.routes, ROOT);
    new OperationsApi(database.jdbi(), fleet, pipeline).addTo(config.routes, ROOT);
    new StreamApi(hub, alerts, json).addTo(config.routes, ROOT);
    config.routes.before(ROOT + "/*", context -> context.header("Cache-Control", "no-store"));
    config.routes.get("/metrics", this::metrics);
    config.routes.get("/health/live", context -> health(context, health().live()));
    config.routes.get("/health/ready", context -> health(context, health().ready()));
    config.routes.exception(
        ProblemException.class, (e, context) -> context.status(e.status()).json(e.problem()));
    config.routes.exception(JdbiException.class, DashboardServer::databaseAway);
    config.routes.exception(Exception.class, DashboardServer::failed);
    config.routes.get(
        "/api/<path>",
        context -> {
          throw ProblemException.notFound("resource", context.path());
        });
  }

  /** Opened when somebody asks for something: most dashboards are only looked at. */
  private synchronized AlertCommands commands() {
    if (commands == null) {
      commands = new AlertCommands(kafka, serdes);
    }
    return commands;
  }

  private static Function<Context, Optional<String>> user(Access access) {
    return context -> access.user(context.header("Authorization"));
  }

  private static void admit(Access access, Context context) {
    access
        .refusal(context.path(), context.header("Host"), context.header("Authorization"))
        .ifPresent(
            refusal -> {
              refusal.headers().forEach(context::header);
              context
                  .status(refusal.status())
                  .json(new Problem(refusal.error(), refusal.detail()))
                  .skipRemainingHandlers();
            });
  }

  private static void databaseAway(JdbiException e, Context context) {
    LOG.warn(
        "A request failed at the database; path={} reason={}", context.path(), Causes.reason(e));
    LOG.debug("The failure", e);
    context.status(503).json(new Problem("database", Trouble.of(e).detail()));
  }

  private static void failed(Exception e, Context context) {
    LOG.error("A request failed; path={}", context.path(), e);
    context.status(500).json(new Problem("internal", "the server failed; its log says why"));
  }

  private void metrics(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
  }

  private void health(Context context, boolean good) {
    context.status(good ? 200 : 503).result(health().detail() + "\n");
  }

  /**
   * Ready while the database answers; not live when a thread behind the pages has ended. A blind
   * pipeline is the page's to tell, not a restart's.
   */
  public Health health() {
    if (pulse == null) {
      return new Health(true, false, "starting");
    }
    return Stream.of(changes.failure(), tail.failure(), pulse.failure())
        .flatMap(Optional::stream)
        .findFirst()
        .map(failure -> new Health(false, false, failure))
        .or(() -> changes.trouble().map(trouble -> new Health(true, false, trouble)))
        .orElse(new Health(true, true, "serving"));
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Address of the page. */
  public String url() {
    return address.url(port()) + "/";
  }

  /** Ends all streams and stops. Doing it again does nothing. */
  @Override
  public void close() {
    if (hub != null) {
      hub.close();
    }
    if (server != null) {
      server.stop();
    }
    synchronized (this) {
      if (commands != null) {
        commands.close();
      }
    }
    if (pulse != null) {
      pulse.close();
    }
    if (tail != null) {
      tail.close();
    }
    if (changes != null) {
      changes.close();
    }
    if (database != null) {
      database.close();
    }
    if (serdes != null) {
      serdes.close();
    }
  }
}

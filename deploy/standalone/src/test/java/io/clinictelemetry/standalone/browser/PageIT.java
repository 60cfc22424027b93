package io.clinictelemetry.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.Users;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.dashboard.DashboardServer;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import io.clinictelemetry.standalone.servers.FrozenBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
@OnSharedPipeline
class PageIT {

  /** Names the browser's program; {@code ./clinic test} finds one. */
  private static final String BROWSER = "clinic.browser";

  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);

  private static final LocatorAssertions.HasTextOptions SOON_TEXT =
      new LocatorAssertions.HasTextOptions().setTimeout(90_000);

  private static final LocatorAssertions.ContainsTextOptions CONTAINED_SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);

  private static final LocatorAssertions.IsFocusedOptions FOCUSED_SOON =
      new LocatorAssertions.IsFocusedOptions().setTimeout(90_000);

  /** Pixels of a canvas that have the colour of a property of the page's style. */
  private static final String COUNT_PIXELS =
      """
      (canvas, property) => {
        // Read from a copy: reading from the chart itself makes the browser complain.
        const copy = document.createElement('canvas');
        copy.width = canvas.width;
        copy.height = canvas.height + 1;
        const context = copy.getContext('2d', { willReadFrequently: true });
        context.drawImage(canvas, 0, 1);
        context.fillStyle = getComputedStyle(canvas).getPropertyValue(property);
        context.fillRect(0, 0, 1, 1);
        const wanted = context.getImageData(0, 0, 1, 1).data;
        const pixels = context.getImageData(0, 1, canvas.width, canvas.height).data;
        let count = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          if (wanted.every((part, k) => pixels[i + k] === part)) {
            count++;
          }
        }
        return count;
      }""";

  /** Ids of the alerts that are no part of a storm, of a list with 11 that are. */
  private static final String OUTSIDE_OF_A_STORM =
      """
      async () => {
        const { storms } = await import('/app/storms.js');
        const alert = (id, minute, more) => ({
          alert_id: id,
          clinic_id: 'c1',
          rule: 'r',
          priority: 'HIGH',
          started_at: `2026-03-02T09:${minute}:00Z`,
          ...more,
        });
        const { found, others } = storms([
          ...Array.from({ length: 11 }, (_, i) => alert(`${i}`, 30, {})),
          alert('other-rule', 31, { rule: 'q' }),
          alert('old', 10, {}),
          alert('c2', 31, { clinic_id: 'c2' }),
        ]);
        return found.length === 1 && found[0].alerts.length === 11
          ? others.map((each) => each.alert_id)
          : [];
      }""";

  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void openBrowser() {
    String program =
        Objects.requireNonNull(
            System.getProperty(BROWSER), BROWSER + " is not set: give the path of a Chromium");
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(program))
                    .setArgs(
                        List.of(
                            // Its sandbox does not start for root, and the page is our own.
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            // Browsers talk to their makers; tests stay on this machine.
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1440, 900", "390, 844"})
  void showsAnAlertByItselfWithItsReadingsAndHours(int width, int height, RunningPipeline pipeline)
      throws Exception {
    TestDevice device = pipeline.device("it-page-" + width, "it-page-clinic-" + width);
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), width, height)) {
      Page page = watched.page();
      assertThat(live(page)).isVisible(SOON);
      page.evaluate("window.neverLoadedAgain = true");
      assertThat(alert(page, device)).hasCount(0);

      device.startSession();
      device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(12));
      device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(3));
      device.flush();

      assertThat(alert(page, device).first()).isVisible(SOON);
      assertThat(page.evaluate("window.neverLoadedAgain")).isEqualTo(true);

      alert(page, device).first().click();
      assertThat(
              page.getByRole(
                  AriaRole.HEADING,
                  new Page.GetByRoleOptions().setName(device.id()).setExact(true)))
          .isVisible(SOON);
      assertThat(page.getByText("hard limit 40.0 kPa")).isVisible(SOON);
      assertDrawn(image(page, "Readings of " + device.id() + " over time, soft limit"), "--series");

      device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(3));
      device.endSession();
      assertDrawn(image(page, "Treating time by clinic-local hour"), "--series-1");
      assertThat(page.getByText("in the last 24 h, by the hours")).isVisible(SOON);

      assertThat(watched.isWiderThanItsWindow()).isFalse();
      watched.screenshot("dashboard-" + width);
      assertThat(watched.complaints()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1440, 900", "390, 844"})
  void anAlertIsAcknowledgedAndShelvedByKeyboardAndShelvingAHardLimitIsRefused(
      int width, int height, RunningPipeline pipeline) throws Exception {
    TestDevice device = pipeline.device("it-officer-page-" + width, "it-officer-clinic-" + width);
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), width, height)) {
      Page page = watched.page();
      device.startSession();
      device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(4));
      device.flush();
      Locator hard = card(page, device, "above the limit of 40.0 kPa");
      assertThat(hard).isVisible(SOON);

      open(hard, "Shelve");
      page.keyboard().type("too loud");
      page.keyboard().press("Tab");
      page.keyboard().press("Control+A");
      page.keyboard().type("Ada");
      page.keyboard().press("Enter");
      assertThat(hard.getByRole(AriaRole.ALERT))
          .hasText(Pattern.compile("Refused: Hard limits .* are never shelved\\."), SOON_TEXT);

      open(hard, "Acknowledge");
      page.keyboard().type("seen to it");
      page.keyboard().press("Enter");
      assertThat(hard.getByText("acknowledged by Ada")).isVisible(SOON);
      assertThat(button(hard, "Acknowledge")).hasCount(0);

      press(hard, "History");
      Locator history = hard.getByRole(AriaRole.LIST);
      assertThat(history).containsText("refused by Ada: too loud. Hard limits", CONTAINED_SOON);
      assertThat(history).containsText("acknowledged by Ada: seen to it", CONTAINED_SOON);

      Locator soft = card(page, device, "above the limit of 30.0 kPa");
      open(soft, "Shelve");
      page.keyboard().type("a test piece");
      page.keyboard().press("Enter");
      assertThat(soft.getByText(Pattern.compile("shelved by Ada until \\d\\d:\\d\\d")))
          .isVisible(SOON);
      watched.screenshot("shelved-" + width);
      open(soft, "Unshelve");
      page.keyboard().type("changed");
      page.keyboard().press("Enter");
      assertThat(button(soft, "Shelve")).isVisible(SOON);
      press(soft, "History");
      Locator shelf = soft.getByRole(AriaRole.LIST);
      assertThat(shelf).containsText("shelved by Ada: a test piece", CONTAINED_SOON);
      assertThat(shelf).containsText("unshelved by Ada: changed", CONTAINED_SOON);

      open(soft, "Acknowledge");
      page.keyboard().type("half written");
      TestDevice other = pipeline.device("it-officer-other-" + width, "it-officer-clinic-" + width);
      other.startSession();
      other.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(4));
      other.flush();
      Locator above = card(page, other, "above the limit of 40.0 kPa");
      assertThat(above).isVisible(SOON);
      assertThat(above.getByLabel("Reason")).hasCount(0);
      assertThat(above.getByRole(AriaRole.LIST)).hasCount(0);
      assertThat(soft.getByLabel("Reason")).hasValue("half written");
      assertThat(shelf).containsText("unshelved by Ada: changed", CONTAINED_SOON);
      other.endSession();

      press(hard, "Readings");
      assertDrawn(image(page, "Readings of " + device.id() + " around the alert"), "--series");
      assertThat(page.getByText("Around the alert")).isVisible(SOON);

      assertThat(watched.isWiderThanItsWindow()).isFalse();
      watched.screenshot("officer-" + width);
      assertThat(watched.complaints()).isEmpty();
      device.endSession();
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1440, 900", "390, 844"})
  void theUtilisationTabSumsUpAndGivesWhatItShowsAsCsv(
      int width, int height, RunningPipeline pipeline) throws Exception {
    TestDevice device = pipeline.device("it-used-" + width);
    device.startSession();
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(30));
    device.endSession();
    awaitPatiently()
        .until(
            () ->
                pipeline
                        .api("usage?granularity=total&group=device&device=" + device.id())
                        .at("/rows/0/sessions_completed")
                        .asInt()
                    == 1);
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), width, height)) {
      Page page = watched.page();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Utilisation")).click();
      page.getByLabel("By", new Page.GetByLabelOptions().setExact(true)).selectOption("device");
      Locator sums = page.locator("utilisation-page section[aria-labelledby=sums]");
      Locator row = sums.locator("tr", new Locator.LocatorOptions().setHasText(device.id()));
      assertThat(row).containsText("30 s", CONTAINED_SOON);
      assertThat(page.getByText("Asia/Kathmandu")).isVisible(SOON);
      assertDrawn(image(page, "time in session by device"), "--series-1");
      assertDrawn(image(page, "Time in session by weekday and hour"), "--series-1");

      String csv =
          (String)
              page.evaluate(
                  "async (name) => (await fetch([...document.querySelector('clinic-dashboard')"
                      + ".shadowRoot.querySelector('utilisation-page').shadowRoot"
                      + ".querySelectorAll('a')].find((a) => a.textContent.trim() === name).href)).text()",
                  "These sums as CSV");
      assertThat(csv.lines().findFirst().orElseThrow()).contains("session (ms)");
      assertThat(csv.lines().filter(line -> line.contains(device.id()))).hasSize(1);
      assertThat(csv.lines().count()).isEqualTo(sums.locator("tbody tr").count() + 1L);
      Locator due =
          page.locator("maintenance-list tr", new Page.LocatorOptions().setHasText(device.id()));
      assertThat(due).containsText("calibration", CONTAINED_SOON);
      assertThat(due).containsText("overdue");
      assertThat(page.getByText("No alert is active")).hasCount(0);

      assertThat(watched.isWiderThanItsWindow()).isFalse();
      watched.screenshot("utilisation-" + width);
      assertThat(watched.complaints()).isEmpty();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Live")).click();
      assertThat(page.getByText("Treating time by hour")).isVisible(SOON);
    }
  }

  @Test
  void aPageWhoseServerIsGoneSaysSoUntilItIsBack(RunningPipeline pipeline) throws Exception {
    DashboardServer first = dashboard(pipeline, Map.of(ListenAddress.PORT, "0"));
    String url = first.url();
    try (WatchedPage watched = new WatchedPage(browser, url, 1440, 900)) {
      Page page = watched.page();
      Locator banner = page.getByText("What is shown may be old");
      assertThat(live(page)).isVisible(SOON);
      assertThat(banner).hasCount(0);

      first.close();
      assertThat(banner).isVisible(SOON);
      assertThat(page.getByText("Reconnecting")).isVisible(SOON);
      watched.screenshot("cut-off");

      String port = Integer.toString(URI.create(url).getPort());
      try (DashboardServer second = dashboard(pipeline, Map.of(ListenAddress.PORT, port))) {
        assertThat(second.url()).isEqualTo(url);
        assertThat(live(page)).isVisible(SOON);
        assertThat(banner).hasCount(0);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void aPipelineThatIsBlindIsToldUntilItSeesAgain(RunningPipeline pipeline) throws Exception {
    assumeTrue(pipeline.canFreezeBroker(), "the embedded broker is a part of this JVM");
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), 1440, 900)) {
      Page page = watched.page();
      Locator banner = page.getByText("The pipeline is blind: it was last heard");
      assertThat(live(page)).isVisible(SOON);
      assertThat(banner).hasCount(0);

      try (FrozenBroker frozen = pipeline.freezeBroker()) {
        assertThat(frozen).isNotNull();
        assertThat(banner).isVisible(SOON);
        assertThat(page.getByText("BLIND", new Page.GetByTextOptions().setExact(true))).isVisible();
        watched.screenshot("blind");
      }

      assertThat(live(page)).isVisible(SOON);
      assertThat(banner).hasCount(0);
      assertThat(watched.complaints()).isEmpty();
    }
  }

  private static Locator live(Page page) {
    return page.locator("[data-state=live]");
  }

  private static Locator card(Page page, TestDevice device, String partOfExplanation) {
    return page.locator("alert-card")
        .filter(new Locator.FilterOptions().setHas(alert(page, device)))
        .filter(new Locator.FilterOptions().setHasText(partOfExplanation))
        .first();
  }

  @Test
  void aStormOfOneClinicIsOneEntryThatOpens(RunningPipeline pipeline) throws Exception {
    List<TestDevice> devices = new ArrayList<>();
    for (int i = 1; i <= 11; i++) {
      devices.add(pipeline.device("it-storm-" + i, "it-storm-clinic"));
    }
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), 1440, 900)) {
      Page page = watched.page();
      assertThat(live(page)).isVisible(SOON);
      Locator storm = page.locator("details[data-clinic=it-storm-clinic]");
      for (TestDevice device : devices) {
        assertThat(storm).hasCount(0);
        device.startSession();
        device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1));
        device.flush();
      }
      assertThat(storm.locator("summary"))
          .containsText(
              "Storm in it-storm-clinic: 11 alerts within 10 min, 11 of high priority. First:",
              CONTAINED_SOON);
      assertThat(alert(page, devices.get(0))).isHidden();

      storm.locator("summary").press("Enter");
      assertThat(alert(page, devices.get(0))).isVisible(SOON);
      assertThat(storm.locator("alert-card")).hasCount(11);

      Locator load = page.locator("alert-load");
      load.getByLabel("Clinic of the alert load")
          .selectOption("it-storm-clinic", new Locator.SelectOptionOptions().setTimeout(90_000));
      assertThat(load.locator("dl"))
          .containsText(Pattern.compile("Floods\\s+1, \\d+ "), CONTAINED_SOON);
      assertThat(load.locator("tbody tr")).not().hasCount(0);
      assertThat(load.locator("tbody")).containsText("it-storm-", CONTAINED_SOON);
      watched.screenshot("storm");
      assertThat(watched.isWiderThanItsWindow()).isFalse();
      assertThat(page.evaluate(OUTSIDE_OF_A_STORM)).isEqualTo(List.of("other-rule", "old", "c2"));
      assertThat(watched.complaints()).isEmpty();
      for (TestDevice device : devices) {
        device.endSession();
      }
    }
  }

  /** As one does who has no mouse. */
  private static void press(Locator card, String name) {
    button(card, name).focus();
    button(card, name).press("Enter");
  }

  /** The form, with the cursor where the reason is written. */
  private static void open(Locator card, String name) {
    press(card, name);
    assertThat(card.getByLabel("Reason")).isFocused(FOCUSED_SOON);
  }

  private static Locator button(Locator card, String name) {
    return card.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void pageScriptsAndStreamComeToAUserWithTheirPassword(
      RunningPipeline pipeline, @TempDir Path directory) throws Exception {
    Path users = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    try (DashboardServer guarded =
        dashboard(pipeline, Map.of(Users.FILE, users.toString(), ListenAddress.PORT, "0"))) {
      try (WatchedPage watched =
          WatchedPage.as(browser, guarded.url(), "ann", "another-password")) {
        // Said only once lists were fetched, and the stream told of the pipeline.
        assertThat(watched.page().getByText("Live", new Page.GetByTextOptions().setExact(true)))
            .isVisible(SOON);
        assertThat(watched.complaints()).isEmpty();
      }
    }
  }

  /** Another dashboard of the pipeline; it runs. */
  private static DashboardServer dashboard(RunningPipeline pipeline, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(pipeline.properties());
    settings.putAll(more);
    DashboardServer dashboard =
        new DashboardServer(
            Settings.of(settings),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional.empty());
    dashboard.start();
    return dashboard;
  }

  private static Locator alert(Page page, TestDevice device) {
    return page.getByRole(
        AriaRole.BUTTON,
        new Page.GetByRoleOptions().setName("Show readings of " + device.id()).setExact(true));
  }

  private static Locator image(Page page, String partOfName) {
    return page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(partOfName));
  }

  /**
   * A chart is a canvas: its description tells what it should show, and pixels in the colour of its
   * series tell that it does.
   */
  private static void assertDrawn(Locator chart, String colour) {
    assertThat(chart).isVisible(SOON);
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat((Integer) chart.locator("canvas").first().evaluate(COUNT_PIXELS, colour))
                    .as("pixels in %s", colour)
                    .isGreaterThan(20));
  }
}

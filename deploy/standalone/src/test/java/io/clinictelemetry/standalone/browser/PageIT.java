package io.clinictelemetry.standalone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    TestDevice device = pipeline.device("it-page-" + width);
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), width, height)) {
      Page page = watched.page();
      assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
          .isVisible(SOON);
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
  void anAlertIsAcknowledgedByKeyboardAndShelvingAHardLimitIsRefused(
      int width, int height, RunningPipeline pipeline) throws Exception {
    TestDevice device = pipeline.device("it-officer-page-" + width);
    try (WatchedPage watched = new WatchedPage(browser, pipeline.dashboardUrl(), width, height)) {
      Page page = watched.page();
      device.startSession();
      device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1));
      device.flush();
      Locator card =
          page.locator("alert-card")
              .filter(new Locator.FilterOptions().setHas(alert(page, device)))
              .first();
      assertThat(card).isVisible(SOON);

      open(card, "Shelve");
      page.keyboard().type("too loud");
      page.keyboard().press("Tab");
      page.keyboard().press("Control+A");
      page.keyboard().type("Ada");
      page.keyboard().press("Enter");
      assertThat(card.getByRole(AriaRole.ALERT))
          .hasText(Pattern.compile("Refused: Hard limits .* are never shelved\\."), SOON_TEXT);

      open(card, "Acknowledge");
      page.keyboard().type("seen to it");
      page.keyboard().press("Enter");
      assertThat(card.getByText("acknowledged by Ada")).isVisible(SOON);
      assertThat(button(card, "Acknowledge")).hasCount(0);

      press(card, "History");
      Locator history = card.getByRole(AriaRole.LIST);
      assertThat(history).containsText("refused by Ada: too loud. Hard limits", CONTAINED_SOON);
      assertThat(history).containsText("acknowledged by Ada: seen to it", CONTAINED_SOON);

      assertThat(watched.isWiderThanItsWindow()).isFalse();
      watched.screenshot("officer-" + width);
      assertThat(watched.complaints()).isEmpty();
      device.endSession();
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
    Map<String, String> settings = new HashMap<>(pipeline.properties());
    Path users = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    settings.put(Users.FILE, users.toString());
    settings.put(ListenAddress.PORT, "0");
    try (DashboardServer guarded =
        new DashboardServer(
            Settings.of(settings), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      guarded.start();
      try (WatchedPage watched =
          WatchedPage.as(browser, guarded.url(), "ann", "another-password")) {
        // Said only once lists were fetched, and the stream told of the pipeline.
        assertThat(watched.page().getByText("Live", new Page.GetByTextOptions().setExact(true)))
            .isVisible(SOON);
        assertThat(watched.complaints()).isEmpty();
      }
    }
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

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

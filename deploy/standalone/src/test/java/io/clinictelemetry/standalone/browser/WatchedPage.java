package io.clinictelemetry.standalone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the dashboard, and all that it complained of or should not have done. */
final class WatchedPage implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final double PATIENCE_MS = 90_000;

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /** Opens the address in a window of this size, CSS pixels. */
  WatchedPage(Browser browser, String address, int width, int height) {
    this(browser, address, new Browser.NewContextOptions().setViewportSize(width, height));
  }

  /** Opens the address as one who gives name and password when the server asks for them. */
  static WatchedPage as(Browser browser, String address, String name, String password) {
    return new WatchedPage(
        browser, address, new Browser.NewContextOptions().setHttpCredentials(name, password));
  }

  private WatchedPage(Browser browser, String address, Browser.NewContextOptions options) {
    context = browser.newContext(options);
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning", "assert").contains(message.type())) {
            complaints.add("console: " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("error: " + error));
    String home = origin(address);
    page.onRequest(
        request -> {
          if (!origin(request.url()).equals(home)) {
            complaints.add("asked another host: " + request.url());
          }
        });
    page.onResponse(
        response -> {
          if (response.status() >= 400) {
            complaints.add("status %d: %s".formatted(response.status(), response.url()));
          }
        });
    page.navigate(address);
  }

  private static String origin(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  Page page() {
    return page;
  }

  /** Errors and warnings on the console, failed requests, requests to other hosts. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Whether a reader would have to scroll sideways. */
  boolean isWiderThanItsWindow() {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Keeps a picture of the whole page in {@code target/screenshots}. */
  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
  }
}

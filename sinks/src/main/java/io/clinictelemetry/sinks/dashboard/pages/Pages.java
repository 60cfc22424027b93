package io.clinictelemetry.sinks.dashboard.pages;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serves the page, its modules and the browser libraries. */
public final class Pages {

  private static final String LIBRARIES = "/_static/";
  private static final String APPLICATION = "/app/";
  private static final Pattern VERSIONED = Pattern.compile("/\\d+\\.\\d+\\.\\d+[^/]*/");
  private static final String[] NEEDED = {
    "lit", "@lit/reactive-element", "lit-html", "lit-element/", "echarts/dist/"
  };

  private final ClasspathFiles libraries = new ClasspathFiles("META-INF/resources/_static/");
  private final ClasspathFiles application = new ClasspathFiles("dashboard/app/");
  private final String page;
  private final String policy;

  /**
   * Prepares the page.
   *
   * @throws IllegalStateException when a library that it needs is not on the class path
   */
  public Pages() {
    String map = ImportMap.json(NEEDED);
    page = template().replace("{{importmap}}", map);
    // The one inline script is named by its hash, so that no other can ever run.
    policy =
        "default-src 'self'; script-src 'self' 'sha256-%s'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(Base64.getEncoder().encodeToString(sha256(map)));
  }

  private static String template() {
    try (InputStream in =
        Pages.class.getClassLoader().getResourceAsStream("dashboard/index.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds the routes, and the policy to every answer. */
  public void addTo(RoutesConfig routes) {
    routes.before(
        context -> {
          context.header("Content-Security-Policy", policy);
          context.header("X-Content-Type-Options", "nosniff");
          context.header("Referrer-Policy", "no-referrer");
        });
    routes.get(
        "/",
        context -> {
          context.header("Cache-Control", "no-cache");
          context.html(page);
        });
    routes.get(APPLICATION + "<path>", context -> serve(context, application));
    routes.get(LIBRARIES + "<path>", context -> serve(context, libraries));
    routes.get("/favicon.ico", context -> context.redirect(APPLICATION + "favicon.svg"));
  }

  private static void serve(Context context, ClasspathFiles files) throws IOException {
    Optional<ClasspathFiles.File> found = files.find(context.pathParam("path"));
    if (found.isEmpty()) {
      context.status(404).contentType("text/plain").result("Not found");
      return;
    }
    byte[] content = found.get().content();
    String tag = "\"" + Base64.getUrlEncoder().encodeToString(sha256(content)) + "\"";
    context.header("ETag", tag);
    context.header(
        "Cache-Control",
        VERSIONED.matcher(context.path()).find()
            ? "public, max-age=31536000, immutable"
            : "no-cache");
    if (tag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(found.get().type()).result(content);
  }
}

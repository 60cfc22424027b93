package io.clinictelemetry.sinks.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClasspathFilesTest {

  private final ClasspathFiles files = new ClasspathFiles("dashboard/app/");

  @Test
  void findsAModuleWithItsType() throws IOException {
    assertThat(files.find("clinic-dashboard.js").orElseThrow().type())
        .isEqualTo("text/javascript; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../index.html",
        "../app/clinic-dashboard.js",
        "./clinic-dashboard.js",
        "/clinic-dashboard.js",
        "//clinic-dashboard.js",
        "a/../clinic-dashboard.js",
        "..\\app\\clinic-dashboard.js",
        "%2e%2e/app/clinic-dashboard.js",
        "../../db/migration/V1__state_of_the_pipeline.sql",
        "clinic-dashboard.js/",
        "",
        ".",
        "nothing.js"
      })
  void refusesWhatLeadsOutOfTheFolderOrNowhere(String path) throws IOException {
    assertThat(files.find(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"package.json", "LICENSE", "dist/echarts.js.map"})
  void refusesWhatNoPageAsksFor(String path) throws IOException {
    assertThat(new ClasspathFiles("META-INF/resources/_static/echarts/6.0.0/").find(path))
        .isEmpty();
  }
}

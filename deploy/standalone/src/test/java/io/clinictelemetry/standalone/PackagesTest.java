package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackagesTest {

  @Test
  void everyPackageSaysWhatItIsFor() {
    Set<Path> packages = new TreeSet<>();
    Project.mainJavaFiles().forEach(file -> packages.add(file.getParent()));

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            directory ->
                assertThat(Project.text(directory.resolve("package-info.java")))
                    .as(Project.ROOT.relativize(directory).toString())
                    .startsWith("/**"));
  }
}

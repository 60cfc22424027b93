package io.clinictelemetry.standalone.servers;

import java.util.Optional;
import org.testcontainers.utility.DockerImageName;

/** The images that the servers' containers are made of. */
public enum ServerImage {
  /** The Kafka broker. */
  KAFKA("apache/kafka", "4.3.1", "CLINIC_KAFKA_IMAGE"),
  /** The schema registry. */
  REGISTRY("apicurio/apicurio-registry", "3.0.9", "CLINIC_REGISTRY_IMAGE"),
  /** PostgreSQL. */
  POSTGRES("postgres", "17.11", "CLINIC_POSTGRES_IMAGE");

  private final String repository;
  private final String tag;
  private final String variable;

  ServerImage(String repository, String tag, String variable) {
    this.repository = repository;
    this.tag = tag;
    this.variable = variable;
  }

  /** The environment variable that names another image; Compose takes the same. */
  public String variable() {
    return variable;
  }

  /** The public image. */
  public String publicName() {
    return repository + ":" + tag;
  }

  /** The image to use, which behaves like the public one. */
  DockerImageName image() {
    return DockerImageName.parse(
            Optional.ofNullable(System.getenv(variable))
                .filter(name -> !name.isBlank())
                .orElseGet(this::publicName))
        .asCompatibleSubstituteFor(repository);
  }
}

package io.clinictelemetry.sinks.dashboard.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the browser finds each library: the maps that the libraries' jars bring along, as one. So
 * the versions on the class path are the versions on the page.
 */
final class ImportMap {

  private static final String RESOURCE = "META-INF/importmap.json";

  private ImportMap() {}

  /**
   * The map as JSON.
   *
   * @throws IllegalStateException when a library that the page needs is not on the class path
   */
  static String json(String... needed) {
    Map<String, String> imports = new TreeMap<>();
    try {
      ObjectMapper mapper = new ObjectMapper();
      for (URL url : Collections.list(ImportMap.class.getClassLoader().getResources(RESOURCE))) {
        try (InputStream in = url.openStream()) {
          JsonNode found = mapper.readTree(in).path("imports");
          found.properties().forEach(e -> imports.put(e.getKey(), e.getValue().asText()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String name : needed) {
      if (!imports.containsKey(name)) {
        throw new IllegalStateException(
            "no browser library %s on the class path; add its jar".formatted(name));
      }
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode node = root.putObject("imports");
    imports.forEach(node::put);
    return root.toString();
  }
}

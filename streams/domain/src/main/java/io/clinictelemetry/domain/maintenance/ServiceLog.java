package io.clinictelemetry.domain.maintenance;

import io.clinictelemetry.domain.usage.Coverage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was told of the service of one device. Of each event the highest revision counts, of two
 * that are equally high the one told first; the order of arrival does not matter otherwise.
 */
public final class ServiceLog {

  private final Map<String, ServiceEvent> latest = new LinkedHashMap<>();
  private final Coverage everTold = new Coverage();

  /** One more was told. */
  public void add(ServiceEvent event) {
    latest.merge(event.id(), event, (had, told) -> told.revision() > had.revision() ? told : had);
    addTo(everTold, event);
  }

  /** When the device was in service, ms since 1970 UTC. */
  public Coverage inService() {
    Coverage inService = new Coverage();
    latest.values().stream()
        .filter(event -> !event.withdrawn())
        .forEach(event -> addTo(inService, event));
    return inService;
  }

  /** When it was at some time believed to be, corrected and withdrawn ones too. */
  public Coverage everTold() {
    return everTold;
  }

  private static void addTo(Coverage coverage, ServiceEvent event) {
    if (event.startedAtMs().isPresent() && event.startedAtMs().getAsLong() < event.doneAtMs()) {
      coverage.add(event.startedAtMs().getAsLong(), event.doneAtMs());
    }
  }
}

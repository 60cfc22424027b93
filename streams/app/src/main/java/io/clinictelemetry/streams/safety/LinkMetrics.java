package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.LinkChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happens to links of devices. */
final class LinkMetrics {

  private final Map<LinkChange.Kind, Counter> changes = new EnumMap<>(LinkChange.Kind.class);

  LinkMetrics(MeterRegistry registry) {
    for (LinkChange.Kind kind : LinkChange.Kind.values()) {
      changes.put(
          kind,
          Counter.builder("clinic.links")
              .description("Changes of devices' links, before any hold")
              .tag("change", kind.name())
              .register(registry));
    }
  }

  void changed(LinkChange change) {
    changes.get(change.kind()).increment();
  }
}

package io.clinictelemetry.streams.safety;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the accounts of clinics could not take. */
final class LoadMetrics {

  private final Counter passedOver;

  LoadMetrics(MeterRegistry registry) {
    passedOver =
        Counter.builder("clinic.alert.load.passed.over")
            .description("Changes of alerts that opened before there was an account of them")
            .register(registry);
  }

  /** Something became of an alert whose opening is in no account. */
  void passedOver() {
    passedOver.increment();
  }
}

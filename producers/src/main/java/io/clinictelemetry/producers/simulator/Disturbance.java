package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import java.util.Optional;
import java.util.Set;

/** What makes a session unlike the usual one: a fault, or a control that only looks like one. */
public sealed interface Disturbance permits FaultKind, ControlKind {

  /** Its name. */
  String name();

  /** In which sessions it happens; empty when it is not a matter of a session. */
  Optional<Modality> modality();

  /** The rules that must each raise one alert once it lasted. */
  Set<AlertRule> expectedRules();

  /** Rules that may raise one alert each beside them. */
  Set<AlertRule> companions();
}

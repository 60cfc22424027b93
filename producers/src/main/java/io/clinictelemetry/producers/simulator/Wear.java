package io.clinictelemetry.producers.simulator;

/** What becomes of a part of a device over days or many sessions. */
enum Wear {
  /** The filter clogs. */
  FILTER(FaultKind.FILTER_CLOGS, AlertRule.FILTER_CLOGGING),
  /** The pump wears. */
  PUMP(FaultKind.PUMP_WORN, AlertRule.PUMP_WEAR),
  /** The electrodes dry, and are not yet lost. */
  ELECTRODES(FaultKind.ELECTRODE_DRIES, AlertRule.ELECTRODE_DRYING);

  private final FaultKind fault;
  private final AlertRule rule;

  Wear(FaultKind fault, AlertRule rule) {
    this.fault = fault;
    this.rule = rule;
  }

  /** The fault scenario that it is the slow part of. */
  FaultKind fault() {
    return fault;
  }

  /** The rule that must see it. */
  AlertRule rule() {
    return rule;
  }
}

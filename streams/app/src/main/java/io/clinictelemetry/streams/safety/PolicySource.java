package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.response.ResponsePlan;
import io.clinictelemetry.domain.response.ResponseTimes;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Where the policies come from that devices are judged by. */
@FunctionalInterface
interface PolicySource {

  /** The policies as they are whenever asked. Cheap: may be asked for every frame. */
  Supplier<Policies> in(ProcessorContext<?, ?> context);

  /**
   * How long people have for alerts on a device or a clinic. Which modality and class a device has
   * is no matter of it.
   */
  static ResponsePlan responsePlan(Supplier<Policies> policies) {
    return (alert, atMs) ->
        ResponseTimes.of(
            policies
                .get()
                .of(
                    alert.subject().id(),
                    alert.subject().clinicId(),
                    Optional.empty(),
                    Modality.MICROCURRENT,
                    DeviceClass.STRICTEST)
                .at(atMs));
  }
}

package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose limits are asked for: one device, or all that have in common what is given.
 *
 * @param device one device's id
 * @param clinic its clinic
 * @param model its model
 */
record Subject(
    Optional<String> device,
    Optional<String> clinic,
    Optional<String> model,
    Modality modality,
    DeviceClass deviceClass) {

  LimitsInForce limits(Policies policies) {
    // No policy is for a device or clinic without a name.
    return policies.of(device.orElse(""), clinic.orElse(""), model, modality, deviceClass);
  }

  /** Where its limits may come from. */
  List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    device.map(Scope::device).ifPresent(scopes::add);
    clinic.map(Scope::clinic).ifPresent(scopes::add);
    model.map(Scope::model).ifPresent(scopes::add);
    scopes.add(Scope.defaults(modality, deviceClass));
    return scopes;
  }
}

package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to the devices of a fleet before its present: some parts are due, some overdue,
 * most are not. Ids follow from the device, so that one fleet told twice was serviced once.
 */
final class ServiceHistory {

  /** Names the dice of service, apart from those of sessions. */
  private static final long DICE = -3;

  private ServiceHistory() {}

  /**
   * @param seed of the fleet
   * @param now the present
   */
  static List<ServiceEvent> of(long seed, List<DeviceProfile> devices, Instant now) {
    List<ServiceEvent> events = new ArrayList<>();
    for (DeviceProfile device : devices) {
      Dice dice = Dice.of(seed, device.index(), DICE);
      events.add(event(device, ServiceKind.CALIBRATED, 20, 420, dice, now));
      if (device.hasPump()) {
        if (dice.chance(0.7) && !wears(device, Wear.PUMP)) {
          events.add(event(device, ServiceKind.SERVICED, 1, 40, dice, now));
        }
        events.add(event(device, ServiceKind.TIP_CHANGED, 1, 16, dice, now));
        if (!wears(device, Wear.FILTER)) {
          events.add(event(device, ServiceKind.FILTER_CHANGED, 1, 12, dice, now));
        }
      }
      if (device.inventory().getModalities().contains(Modality.MICROCURRENT)
          && !wears(device, Wear.ELECTRODES)) {
        events.add(event(device, ServiceKind.ELECTRODE_CHANGED, 10, 120, dice, now));
      }
    }
    return events;
  }

  /** What wears out in the past is what nobody has seen to. */
  private static boolean wears(DeviceProfile device, Wear part) {
    return device.wear().equals(Optional.of(part));
  }

  private static ServiceEvent event(
      DeviceProfile device,
      ServiceKind kind,
      int fewestDays,
      int mostDays,
      Dice dice,
      Instant now) {
    int days = dice.between(fewestDays, mostDays);
    Instant doneAt = now.minus(Duration.ofDays(days)).minusSeconds(dice.between(0, 86_399));
    boolean takesTime = kind == ServiceKind.CALIBRATED || kind == ServiceKind.SERVICED;
    int minutes = dice.between(30, 180);
    return ServiceEvent.newBuilder()
        .setEventId("%s/%s".formatted(device.deviceId(), kind))
        .setDeviceId(device.deviceId())
        .setKind(kind)
        .setDoneAt(doneAt)
        .setStartedAt(takesTime ? doneAt.minus(Duration.ofMinutes(minutes)) : null)
        .build();
  }
}

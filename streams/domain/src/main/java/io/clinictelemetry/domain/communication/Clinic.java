package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.communication.SilentDevice.Phase;
import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.OpenAlerts;
import io.clinictelemetry.domain.episodes.Opening;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.rules.LinkRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the silence of one device from that of its whole clinic. A silence is held for a moment;
 * then it becomes part of the clinic's alert, where most of the clinic is silent, and else an alert
 * of its own.
 *
 * <p>The clinic counts on its <em>active</em> devices: all that are heard, and the silent ones
 * until their silence has had an alert of its own for a while. So devices that were put away
 * neither make nor hide the silence of the rest. Mutable. Times are of the stage's clock, ms since
 * 1970 UTC; its numbers are engineering defaults.
 */
public final class Clinic {

  /** How long a silence is held, ms. */
  public static final long HOLD_MS = 10_000;

  /** Fewer silent devices than this are no silent clinic. */
  public static final int MIN_SILENT = 3;

  /** A smaller share of silent devices than this is no silent clinic, %. */
  public static final int MIN_SHARE_PCT = 80;

  /** For how long a silence with an alert of its own still tells of the clinic, ms. */
  public static final long RECENT_MS = 600_000;

  /** Names the numbers above; its version changes whenever one of them does. */
  static final String POLICY = "default/clinic#1";

  private final String clinicId;
  private int members;
  private int silent;
  private int away;
  private double peakPct;
  private Optional<Alert> alert;
  private long clearedAtMs;

  /** Of which nothing was heard. */
  public Clinic(String clinicId) {
    this(clinicId, 0, 0, 0, 0, Optional.empty(), 0);
  }

  /**
   * As remembered.
   *
   * @param members devices that were heard in it, whether they are now or not
   * @param silent those of them that are silent and active
   * @param away those of them that are no longer active
   * @param peakPct largest share of silent ones among the active during the open alert, %
   * @param alert the open alert
   * @param clearedAtMs when the alert before it cleared; 0 without one
   */
  public Clinic(
      String clinicId,
      int members,
      int silent,
      int away,
      double peakPct,
      Optional<Alert> alert,
      long clearedAtMs) {
    this.clinicId = clinicId;
    this.members = members;
    this.silent = silent;
    this.away = away;
    this.peakPct = peakPct;
    this.alert = alert;
    this.clearedAtMs = clearedAtMs;
  }

  /** A link of one of its devices changed; answers what became of alerts, in order. */
  public List<AlertChange> changed(LinkChange change, SilentDevices devices) {
    List<AlertChange> changes = new ArrayList<>(0);
    String deviceId = change.deviceId();
    switch (change.kind()) {
      case UP -> members++;
      case LOST -> lost(deviceId, change.silence().orElseThrow(), devices);
      case BACK -> over(deviceId, change.atMs(), devices, changes);
      case GONE -> {
        boolean neverSeen =
            devices.find(deviceId).map(found -> !found.silence().wasHeardBefore()).orElse(false);
        over(deviceId, change.atMs(), devices, changes);
        members -= neverSeen ? 0 : 1;
      }
    }
    if (alert.isPresent()) {
      if (mostAreSilent()) {
        peakPct = Math.max(peakPct, sharePct());
      } else {
        clear(change.atMs(), devices, changes);
      }
    }
    return changes;
  }

  private void lost(String deviceId, Silence silence, SilentDevices devices) {
    silent += silence.wasHeardBefore() ? 1 : 0;
    boolean joins = alert.isPresent() && silence.wasHeardBefore();
    devices.put(
        new SilentDevice(
            deviceId,
            silence,
            joins ? Phase.JOINED : Phase.HELD,
            joins ? Link.NEVER : silence.lostAtMs() + HOLD_MS,
            Optional.empty()));
  }

  /** The device's silence is over, if it was silent. */
  private void over(String deviceId, long atMs, SilentDevices devices, List<AlertChange> changes) {
    Optional<SilentDevice> found = devices.find(deviceId);
    if (found.isEmpty()) {
      return;
    }
    SilentDevice device = found.get();
    devices.remove(deviceId);
    silent -= device.isActive() ? 1 : 0;
    away -= device.phase() == Phase.AWAY && device.silence().wasHeardBefore() ? 1 : 0;
    device
        .alert()
        .ifPresent(
            own -> changes.add(cleared(own, atMs, seconds(atMs - device.silence().sinceMs()))));
  }

  /** A silent device is due; answers what became of alerts, in order. */
  public List<AlertChange> due(String deviceId, long atMs, SilentDevices devices) {
    SilentDevice device = devices.find(deviceId).orElse(null);
    if (device == null || device.dueMs() != atMs) {
      return List.of(); // it was back in the meantime
    }
    if (device.phase() == Phase.RECENT) {
      forget(device, devices);
      return List.of();
    }
    if (device.silence().wasHeardBefore() && mostAreSilent()) {
      return List.of(open(atMs, devices));
    }
    AlertChange own = openOwn(device, atMs);
    SilentDevice alerting = device.with(own.alert());
    if (device.silence().wasHeardBefore()) {
      keepOrForget(alerting, atMs, devices);
    } else {
      devices.put(alerting.as(Phase.AWAY, Link.NEVER));
    }
    return List.of(own);
  }

  /** A device with an alert of its own tells of the clinic for as long as it is recent. */
  private void keepOrForget(SilentDevice device, long atMs, SilentDevices devices) {
    long untilMs = device.silence().lostAtMs() + RECENT_MS;
    if (untilMs > atMs) {
      devices.put(device.as(Phase.RECENT, untilMs));
    } else {
      forget(device, devices);
    }
  }

  private void forget(SilentDevice device, SilentDevices devices) {
    silent--;
    away++;
    devices.put(device.as(Phase.AWAY, Link.NEVER));
  }

  private boolean mostAreSilent() {
    return silent >= MIN_SILENT && silent * 100L >= (long) MIN_SHARE_PCT * active();
  }

  private int active() {
    return members - away;
  }

  private double sharePct() {
    return Math.round(silent * 1_000.0 / active()) / 10.0;
  }

  private AlertChange open(long atMs, SilentDevices devices) {
    SilentDevice firstOut = null;
    for (SilentDevice device : devices.all()) {
      if (device.isActive()) {
        // What had an alert of its own keeps it, and tells of the clinic until that is back.
        devices.put(
            device.as(device.alert().isPresent() ? Phase.RECENT : Phase.JOINED, Link.NEVER));
        if (firstOut == null || FIRST_OUT.compare(device, firstOut) < 0) {
          firstOut = device;
        }
      }
    }
    peakPct = sharePct();
    Silence first = firstOut.silence();
    Opening opening =
        new Opening(
            // A device may have been silent since before the last alert; this one is another.
            Math.max(first.sinceMs(), clearedAtMs),
            atMs - HOLD_MS,
            peakPct,
            peakPct,
            MIN_SHARE_PCT,
            POLICY,
            String.format(
                Locale.ROOT,
                "%d of %d active devices of the clinic are silent; %s fell silent first.",
                silent,
                active(),
                firstOut.deviceId()),
            false,
            false,
            Optional.empty());
    AlertChange opened =
        new OpenAlerts(Subject.clinic(clinicId)).open(LinkRule.CLINIC_SILENT, opening, atMs);
    alert = Optional.of(opened.alert());
    return opened;
  }

  private static final Comparator<SilentDevice> FIRST_OUT =
      Comparator.<SilentDevice>comparingLong(device -> device.silence().lostAtMs())
          .thenComparingLong(device -> device.silence().sinceMs())
          .thenComparing(SilentDevice::deviceId);

  /**
   * The clinic is heard again. A device that is still silent gets the time to be heard that it
   * always has, and is then held anew.
   */
  private void clear(long atMs, SilentDevices devices, List<AlertChange> changes) {
    changes.add(cleared(alert.orElseThrow(), atMs, peakPct));
    alert = Optional.empty();
    clearedAtMs = atMs;
    for (SilentDevice device : devices.all()) {
      if (device.phase() == Phase.JOINED) {
        devices.put(device.as(Phase.HELD, atMs + device.silence().limitMs() + HOLD_MS));
      } else if (device.phase() == Phase.RECENT) {
        keepOrForget(device, atMs, devices);
      }
    }
  }

  private AlertChange openOwn(SilentDevice device, long atMs) {
    Silence silence = device.silence();
    double limitS = seconds(silence.limitMs());
    Opening opening =
        new Opening(
            silence.sinceMs(),
            silence.lostAtMs(),
            limitS,
            limitS,
            limitS,
            silence.policy(),
            explain(silence, limitS),
            false,
            false,
            Optional.empty());
    return new OpenAlerts(Subject.device(device.deviceId(), clinicId, silence.sessionId()))
        .open(silence.rule(), opening, atMs);
  }

  private static String explain(Silence silence, double limitS) {
    String what =
        silence.wasHeardBefore()
            ? silence.sessionId().isPresent()
                ? "Nothing was heard of the device during a session"
                : "Nothing was heard of the device"
            : "The device is in the inventory, but nothing was ever heard of it";
    return String.format(Locale.ROOT, "%s for more than %.1f s.", what, limitS);
  }

  private static AlertChange cleared(Alert alert, long atMs, double peak) {
    return new OpenAlerts(alert.subject(), Map.of(alert.rule().name(), alert))
        .clear(alert.rule(), atMs, peak, atMs)
        .orElseThrow();
  }

  private static double seconds(long ms) {
    return ms / 1_000.0;
  }

  /** The clinic. */
  public String clinicId() {
    return clinicId;
  }

  /** Devices that were heard in it, whether they are now or not. */
  public int members() {
    return members;
  }

  /** Those of them that are silent and active. */
  public int silent() {
    return silent;
  }

  /** Those of them that are no longer active. */
  public int away() {
    return away;
  }

  /** Largest share of silent ones among the active during the open alert, %. */
  public double peakPct() {
    return peakPct;
  }

  /** Its open alert. */
  public Optional<Alert> alert() {
    return alert;
  }

  /** When the alert before it cleared, ms since 1970 UTC; 0 without one. */
  public long clearedAtMs() {
    return clearedAtMs;
  }

  /** Whether there is nothing to be remembered of it. */
  public boolean isForgotten() {
    return members == 0 && silent == 0 && away == 0 && alert.isEmpty();
  }
}

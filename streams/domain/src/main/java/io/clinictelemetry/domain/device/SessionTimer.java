package io.clinictelemetry.domain.device;

import static io.clinictelemetry.domain.rules.DeviceRule.SESSION_HARD;
import static io.clinictelemetry.domain.rules.DeviceRule.SESSION_SOFT;

import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.rules.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long a session lasts: longer than is usual (soft), or than any may (hard).
 *
 * <p>Frames tell it by the session's own duration; without frames other events of the session do,
 * by their corrected time. In between, the log clock does, while the session is heard: at its
 * deadline, which leaves an end that is under way the time to come. Of a session that is silent
 * nothing is known until it is heard again.
 *
 * @param modality what the session does, once an event told
 * @param startedAtMs start, corrected, ms since 1970 UTC
 * @param elapsedMs how long it has lasted for certain, ms
 * @param heardMs log clock of its latest event, ms since 1970 UTC
 * @param dueMs log clock at which it has lasted too long unless something is heard, ms since 1970
 *     UTC; {@link DeviceWatch#NEVER} for never
 * @param bootId boot in which it was last heard; -1 before
 */
public record SessionTimer(
    Optional<Modality> modality,
    long startedAtMs,
    long elapsedMs,
    long heardMs,
    long dueMs,
    long bootId) {

  /** Of a session that nothing is known of. */
  public static final SessionTimer NEW =
      new SessionTimer(Optional.empty(), 0, 0, 0, DeviceWatch.NEVER, -1);

  /** How long what tells that the session ended may be under way, ms. */
  private static final long GRACE_MS = DeviceOrder.GAP_WAIT_MS;

  private static final Map<LimitName, DeviceRule> RULES =
      Map.of(LimitName.SESSION_SOFT, SESSION_SOFT, LimitName.SESSION_HARD, SESSION_HARD);

  private static final List<LimitName> IN_ORDER =
      List.of(LimitName.SESSION_SOFT, LimitName.SESSION_HARD);

  /** After an event of the session; {@link #armed} follows. */
  public SessionTimer next(TakenEvent taken, long logClockMs) {
    Optional<Modality> told = modality;
    long startMs = startedAtMs;
    long lastedMs = elapsedMs;
    if (taken.event().payload() instanceof SessionStart start) {
      told = Optional.of(start.modality());
      startMs = taken.atMs();
    } else if (taken.event().payload() instanceof Frame frame) {
      told = Optional.of(frame.modality());
      startMs = taken.atMs() - frame.elapsedMs();
      lastedMs = Math.max(lastedMs, frame.elapsedMs() + frame.durationMs());
    } else if (told.isPresent()) {
      lastedMs = Math.max(lastedMs, taken.atMs() - startMs);
    }
    return new SessionTimer(
        told, startMs, lastedMs, logClockMs, DeviceWatch.NEVER, taken.event().position().bootId());
  }

  /** With the deadline by the limits; none while only history is heard. */
  public SessionTimer armed(Limits limits, boolean late) {
    long earliestMs = DeviceWatch.NEVER;
    for (LimitName name : IN_ORDER) {
      long atMs = startedAtMs + limitMs(limits, name) + GRACE_MS;
      if (!late && atMs > heardMs) {
        earliestMs = Math.min(earliestMs, atMs);
      }
    }
    return new SessionTimer(modality, startedAtMs, elapsedMs, heardMs, earliestMs, bootId);
  }

  /** The deadline has come: the session goes on, if it is heard within what counts as silence. */
  public SessionTimer onDeadline(Limits limits, long deadlineMs) {
    boolean heard = deadlineMs - heardMs <= limits.value(LimitName.TELEMETRY_LOST) * 1_000;
    long lastedMs = heard ? Math.max(elapsedMs, deadlineMs - startedAtMs) : elapsedMs;
    SessionTimer after =
        new SessionTimer(modality, startedAtMs, lastedMs, deadlineMs, DeviceWatch.NEVER, bootId);
    SessionTimer armed = after.armed(limits, false);
    return new SessionTimer(modality, startedAtMs, lastedMs, heardMs, armed.dueMs(), bootId);
  }

  /**
   * Opens what the duration breaches; answers what changed. The alerts end with the session.
   *
   * @param late whether what told of the duration was late
   */
  public List<AlertChange> judge(Episodes episodes, Limits limits, boolean late, long logClockMs) {
    List<AlertChange> changes = new ArrayList<>(0);
    for (LimitName name : IN_ORDER) {
      DeviceRule rule = RULES.get(name);
      if (episodes.openAlerts().containsKey(rule.name())) {
        episodes.peaked(rule, minutes(elapsedMs));
      } else if (elapsedMs > limitMs(limits, name)) {
        Limit limit = new Limit(limits.value(name), limits.policy(name));
        Verdict.Holds holds =
            new Verdict.Holds(
                startedAtMs + limitMs(limits, name),
                minutes(elapsedMs),
                limit,
                String.format(Locale.ROOT, "The session goes on after %.1f min.", limit.value()));
        changes.add(episodes.open(rule, holds.opening(startedAtMs + elapsedMs, late), logClockMs));
      }
    }
    return changes;
  }

  private static long limitMs(Limits limits, LimitName name) {
    return Math.round(limits.value(name) * 60_000);
  }

  private static double minutes(long ms) {
    return ms / 60_000.0;
  }
}

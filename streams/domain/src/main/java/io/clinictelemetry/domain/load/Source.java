package io.clinictelemetry.domain.load;

import io.clinictelemetry.domain.episodes.Subject;
import java.util.Comparator;

/**
 * Where alerts come from: one rule on one subject.
 *
 * @param kind what the subject is
 * @param subjectId the device or the clinic
 * @param rule name of the rule
 */
public record Source(Subject.Kind kind, String subjectId, String rule)
    implements Comparable<Source> {

  private static final Comparator<Source> ORDER =
      Comparator.comparing(Source::subjectId)
          .thenComparing(Source::rule)
          .thenComparing(Source::kind);

  @Override
  public int compareTo(Source other) {
    return ORDER.compare(this, other);
  }
}

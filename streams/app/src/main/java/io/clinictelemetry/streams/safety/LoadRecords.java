package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.AlertSource;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.domain.load.AcknowledgeTimes;
import io.clinictelemetry.domain.load.HourLoad;
import io.clinictelemetry.domain.load.Openings;
import io.clinictelemetry.domain.load.TopSources.Counted;
import java.time.Instant;

/** The domain's accounts of alert load as records of the contract. */
final class LoadRecords {

  private LoadRecords() {}

  static AlertLoad of(
      String clinicId, long hourMs, HourLoad load, boolean settled, int revision, long toldAtMs) {
    Openings openings = load.openings();
    return AlertLoad.newBuilder()
        .setClinicId(clinicId)
        .setHourStart(Instant.ofEpochMilli(hourMs))
        .setToldAt(Instant.ofEpochMilli(toldAtMs))
        .setAlerts(openings.alerts())
        .setHigh(openings.high())
        .setMedium(openings.medium())
        .setLow(openings.low())
        .setTreatment(openings.alerts() - openings.technical())
        .setTechnical(openings.technical())
        .setLate(openings.late())
        .setShelved(openings.shelved())
        .setAnnounced(openings.announced())
        .setChattering(openings.chattering())
        .setAcknowledged(load.acknowledged().total())
        .setLeftUnacknowledged(load.leftUnacknowledged())
        .setWaiting(load.waiting())
        .setActive(load.active())
        .setStale(settled ? load.stale() : null)
        .setAcknowledgeBoundsMs(AcknowledgeTimes.BOUNDS_MS)
        .setAcknowledgeCounts(load.acknowledged().counts())
        .setSources(load.sources())
        .setTopSources(load.top().sources().stream().map(LoadRecords::source).toList())
        .setOtherSourceAlerts(load.ofOtherSources())
        .setFloodMs(load.floodMs())
        .setFloodsBegun(load.floodsBegun())
        .setRevision(revision)
        .build();
  }

  private static AlertSource source(Counted counted) {
    return AlertSource.newBuilder()
        .setSubjectKind(SubjectKind.valueOf(counted.source().kind().name()))
        .setSubjectId(counted.source().subjectId())
        .setRule(counted.source().rule())
        .setAlerts(counted.alerts())
        .build();
  }
}

package io.clinictelemetry.sinks.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.AlertMark;
import io.clinictelemetry.avro.AlertShelf;
import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Which topic becomes which table, declared once. */
final class Tables {

  /** No code of ISO 4217, which has capitals alone. */
  private static final String SEVERAL_CURRENCIES = "several";

  static final Table<Clinic> CLINICS =
      Table.<Clinic>of(TopicCatalogue.CLINICS, "clinics")
          .key("clinic_id", Clinic::getClinicId)
          .column("name", Clinic::getName)
          .json("time_zones", Tables::timeZones)
          .json("opening_hours", Tables::openingHours)
          .json("price_lists", Tables::priceLists)
          .build();

  static final Table<Device> DEVICES =
      Table.<Device>of(TopicCatalogue.DEVICES, "devices")
          .key("device_id", Device::getDeviceId)
          .column("clinic_id", Device::getClinicId)
          .column("model", Device::getModel)
          .column("device_class", device -> device.getDeviceClass().name())
          .column(
              "modalities",
              device -> device.getModalities().stream().map(Enum::name).toArray(String[]::new))
          .column("commissioned_at", Device::getCommissionedAt)
          .json("service_plan", device -> Objects.toString(device.getServicePlan(), "{}"))
          .build();

  static final Table<ServiceEvent> SERVICE_EVENTS =
      Table.<ServiceEvent>of(TopicCatalogue.SERVICE_EVENTS, "service_events")
          .key("device_id", ServiceEvent::getDeviceId)
          .key("event_id", ServiceEvent::getEventId)
          .column("kind", event -> event.getKind().name())
          .column("done_at", ServiceEvent::getDoneAt)
          .column("started_at", ServiceEvent::getStartedAt)
          .column("withdrawn", ServiceEvent::getWithdrawn)
          .highest(ServiceEvent::getRevision)
          .build();

  static final Table<AlertEvent> ALERT_EVENTS =
      Table.<AlertEvent>of(TopicCatalogue.ALERT_EVENTS, "alert_events")
          .key("alert_id", AlertEvent::getAlertId)
          .key("revision", event -> event.getAlert().getRevision())
          .key("command_id", event -> Objects.requireNonNullElse(event.getCommandId(), ""))
          .column("transition", event -> event.getTransition().name())
          .column("at", AlertEvent::getAt)
          .column("state", event -> event.getAlert().getState().name())
          .column("priority", event -> event.getAlert().getPriority().name())
          .column("peak", event -> event.getAlert().getPeak())
          .column("unit", event -> event.getAlert().getUnit())
          .column("given_by", AlertEvent::getBy)
          .column("why", AlertEvent::getWhy)
          .column("refusal", AlertEvent::getRefusal)
          .neverChanged()
          .build();

  static final Table<Alert> ALERTS =
      Table.<Alert>of(TopicCatalogue.ALERTS, "alerts")
          .key("alert_id", Alert::getAlertId)
          .column("subject_kind", alert -> alert.getSubjectKind().name())
          .column("subject_id", Alert::getSubjectId)
          .column("clinic_id", Alert::getClinicId)
          .column("session_id", Alert::getSessionId)
          .column("rule", Alert::getRule)
          .column("priority", alert -> alert.getPriority().name())
          .column("kind", alert -> alert.getKind().name())
          .column("state", alert -> alert.getState().name())
          .column("latched", Alert::getLatched)
          .column("acknowledged", Alert::getAcknowledged)
          .column("shelved", Alert::getShelved)
          .column("started_at", Alert::getStartedAt)
          .column("triggered_at", Alert::getTriggeredAt)
          .column("detected_at", Alert::getDetectedAt)
          .column("ended_at", Alert::getEndedAt)
          .column("measured", Alert::getMeasured)
          .column("peak", Alert::getPeak)
          .column("limit", Alert::getLimit)
          .column("unit", Alert::getUnit)
          .column("policy", Alert::getPolicy)
          .column("explanation", Alert::getExplanation)
          .column("late", Alert::getLate)
          .column("chattering", Alert::getChattering)
          .column("acknowledged_by", alert -> ifThere(alert.getAcknowledgement(), AlertMark::getBy))
          .column("acknowledged_at", alert -> ifThere(alert.getAcknowledgement(), AlertMark::getAt))
          .column(
              "acknowledged_why", alert -> ifThere(alert.getAcknowledgement(), AlertMark::getWhy))
          .column("reset_by", alert -> ifThere(alert.getReset(), AlertMark::getBy))
          .column("reset_at", alert -> ifThere(alert.getReset(), AlertMark::getAt))
          .column("reset_why", alert -> ifThere(alert.getReset(), AlertMark::getWhy))
          .column(
              "shelved_by", alert -> ifThere(alert.getShelf(), shelf -> shelf.getMark().getBy()))
          .column(
              "shelved_at", alert -> ifThere(alert.getShelf(), shelf -> shelf.getMark().getAt()))
          .column(
              "shelved_why", alert -> ifThere(alert.getShelf(), shelf -> shelf.getMark().getWhy()))
          .column("shelved_until", alert -> ifThere(alert.getShelf(), AlertShelf::getUntil))
          .column("escalations", Alert::getEscalations)
          .highest(Alert::getRevision)
          .numberedBy("alerts")
          .build();

  static final Table<SessionSummary> SESSIONS =
      Table.<SessionSummary>of(TopicCatalogue.SESSIONS, "sessions")
          .key("device_id", SessionSummary::getDeviceId)
          .key("session_id", SessionSummary::getSessionId)
          .column("clinic_id", SessionSummary::getClinicId)
          .column("modality", session -> session.getModality().name())
          .column("programme", SessionSummary::getProgramme)
          .column("test_session", SessionSummary::getTestSession)
          .column("status", session -> session.getStatus().name())
          .column("started_at", SessionSummary::getStartedAt)
          .column("ended_at", SessionSummary::getEndedAt)
          .column(
              "end_reason",
              session -> session.getEndReason() == null ? null : session.getEndReason().name())
          .column("planned_ms", SessionSummary::getPlannedMs)
          .column("session_ms", SessionSummary::getSessionMs)
          .column("treating_ms", SessionSummary::getTreatingMs)
          .column("samples_received", SessionSummary::getSamplesReceived)
          .column("samples_bad", SessionSummary::getSamplesBad)
          .column("vacuum_min_pa", vacuum(ChannelSummary::getMin))
          .column("vacuum_max_pa", vacuum(ChannelSummary::getMax))
          .column("vacuum_pa_ms", vacuum(ChannelSummary::getSumUnitMs))
          .column("vacuum_ms", vacuum(ChannelSummary::getDurationMs))
          .column("current_min_ua", current(ChannelSummary::getMin))
          .column("current_max_ua", current(ChannelSummary::getMax))
          .column("current_ua_ms", current(ChannelSummary::getSumUnitMs))
          .column("current_ms", current(ChannelSummary::getDurationMs))
          .column("model", SessionSummary::getModel)
          .column("device_class", session -> session.getDeviceClass().name())
          .column("powered_ms", SessionSummary::getPoweredMs)
          .column("pause_count", SessionSummary::getPauseCount)
          .column("paused_ms", SessionSummary::getPausedMs)
          .column("samples_expected", SessionSummary::getSamplesExpected)
          .column("gap_count", SessionSummary::getGapCount)
          .column("missing_ms", SessionSummary::getMissingMs)
          .json("gaps", session -> session.getGaps().toString())
          .column("vacuum_mean_pa", vacuum(ChannelSummary::getMean))
          .column("vacuum_p50_pa", vacuum(ChannelSummary::getP50))
          .column("vacuum_p95_pa", vacuum(ChannelSummary::getP95))
          .json("vacuum_histogram", vacuum(channel -> channel.getHistogram().toString()))
          .column("current_mean_ua", current(ChannelSummary::getMean))
          .column("current_p50_ua", current(ChannelSummary::getP50))
          .column("current_p95_ua", current(ChannelSummary::getP95))
          .json("current_histogram", current(channel -> channel.getHistogram().toString()))
          .column("dose_kpa_s", SessionSummary::getDoseKpaS)
          .column("charge_c", SessionSummary::getChargeC)
          .column("aborted", SessionSummary::getAborted)
          .column("counts", SessionSummary::getCounts)
          .column("currency", session -> ifThere(session.getListPrice(), AmountRange::getCurrency))
          .column(
              "price_low_minor",
              session -> ifThere(session.getListPrice(), AmountRange::getLowMinor))
          .column(
              "price_high_minor",
              session -> ifThere(session.getListPrice(), AmountRange::getHighMinor))
          .highest(SessionSummary::getRevision)
          .build();

  static final Table<DeviceUsage> USAGE_HOURLY = usage(TopicCatalogue.USAGE_HOURLY, "usage_hourly");

  static final Table<DeviceUsage> USAGE_DAILY = usage(TopicCatalogue.USAGE_DAILY, "usage_daily");

  static final Table<ReadingRollup> READING_ROLLUPS =
      Table.<ReadingRollup>of(TopicCatalogue.READING_ROLLUPS, "reading_rollups")
          .key("device_id", ReadingRollup::getDeviceId)
          .key("channel", ReadingRollup::getChannel)
          .key("window_start", ReadingRollup::getWindowStart)
          .column("window_ms", ReadingRollup::getWindowMs)
          .column("clinic_id", ReadingRollup::getClinicId)
          .column("session_id", ReadingRollup::getSessionId)
          .column("min", ReadingRollup::getMin)
          .column("mean", ReadingRollup::getMean)
          .column("max", ReadingRollup::getMax)
          .column("samples", ReadingRollup::getSamples)
          .highest(ReadingRollup::getRevision)
          .build();

  static final Table<AlertLoad> ALERT_LOAD =
      Table.<AlertLoad>of(TopicCatalogue.ALERT_LOAD, "alert_load")
          .key("clinic_id", AlertLoad::getClinicId)
          .key("hour_start", AlertLoad::getHourStart)
          .column("told_at", AlertLoad::getToldAt)
          .column("alerts", AlertLoad::getAlerts)
          .column("high", AlertLoad::getHigh)
          .column("medium", AlertLoad::getMedium)
          .column("low", AlertLoad::getLow)
          .column("treatment", AlertLoad::getTreatment)
          .column("technical", AlertLoad::getTechnical)
          .column("late", AlertLoad::getLate)
          .column("shelved", AlertLoad::getShelved)
          .column("announced", AlertLoad::getAnnounced)
          .column("chattering", AlertLoad::getChattering)
          .column("acknowledged", AlertLoad::getAcknowledged)
          .column("left_unacknowledged", AlertLoad::getLeftUnacknowledged)
          .column("waiting", AlertLoad::getWaiting)
          .column("active", AlertLoad::getActive)
          .column("stale", AlertLoad::getStale)
          .json("acknowledge_bounds_ms", load -> load.getAcknowledgeBoundsMs().toString())
          .json("acknowledge_counts", load -> load.getAcknowledgeCounts().toString())
          .column("sources", AlertLoad::getSources)
          .json("top_sources", Tables::topSources)
          .column("other_source_alerts", AlertLoad::getOtherSourceAlerts)
          .column("flood_ms", AlertLoad::getFloodMs)
          .column("floods_begun", AlertLoad::getFloodsBegun)
          .highest(AlertLoad::getRevision)
          .build();

  static final Table<LedgerEntry> LEDGER =
      Table.<LedgerEntry>of(TopicCatalogue.LEDGER, "ledger")
          .key("application", LedgerEntry::getApplication)
          .key("partition", LedgerEntry::getPartition)
          .column("topic", LedgerEntry::getTopic)
          .column("first_offset", LedgerEntry::getFirstOffset)
          .column("next_offset", LedgerEntry::getNextOffset)
          .column("input", LedgerEntry::getInput)
          .column("applied", LedgerEntry::getApplied)
          .column("late", LedgerEntry::getLate)
          .column("duplicate", LedgerEntry::getDuplicate)
          .column("quarantined", LedgerEntry::getQuarantined)
          .column("ticks", LedgerEntry::getTicks)
          .column("buffered", LedgerEntry::getBuffered)
          .column("missing", LedgerEntry::getMissing)
          .column("out_of_order", LedgerEntry::getOutOfOrder)
          .column("log_clock", LedgerEntry::getLogClock)
          .build();

  static final Table<QuarantineEntry> QUARANTINE =
      Table.<QuarantineEntry>of(TopicCatalogue.QUARANTINE, "quarantine")
          .key("topic", QuarantineEntry::topic)
          .key("partition", QuarantineEntry::partition)
          .key("offset", QuarantineEntry::offset)
          .column("reason", QuarantineEntry::reason)
          .column("detail", QuarantineEntry::detail)
          .column("record_time", QuarantineEntry::time)
          .column("key_bytes", QuarantineEntry::key)
          .column("value_bytes", QuarantineEntry::value)
          .column("value_size", entry -> entry.value() == null ? 0 : entry.value().length)
          .neverChanged()
          .build();

  static final Table<LimitPolicy> LIMIT_POLICIES =
      Table.<LimitPolicy>of(TopicCatalogue.LIMIT_POLICIES, "limit_policies")
          .key("scope", LimitPolicy::getScope)
          .key("version", LimitPolicy::getVersion)
          .column("published_at", LimitPolicy::getPublishedAt)
          .column("effective_from", LimitPolicy::getEffectiveFrom)
          .column("author", LimitPolicy::getAuthor)
          .column("reason", LimitPolicy::getReason)
          .column("approved_by", LimitPolicy::getApprovedBy)
          .column("approves", LimitPolicy::getApproves)
          .json("limits", Tables::limits)
          .neverChanged()
          .build();

  static final Table<ChainEnd> ALERT_CHAINS = chains(TopicCatalogue.ALERT_EVENTS);

  static final Table<ChainEnd> POLICY_CHAINS = chains(TopicCatalogue.LIMIT_POLICIES);

  /** All of them; the order is that of writing, the same in every transaction. */
  static final List<Table<?>> ALL =
      List.of(
          CLINICS,
          DEVICES,
          SERVICE_EVENTS,
          ALERT_EVENTS,
          ALERT_CHAINS,
          LIMIT_POLICIES,
          POLICY_CHAINS,
          ALERTS,
          SESSIONS,
          USAGE_HOURLY,
          USAGE_DAILY,
          READING_ROLLUPS,
          ALERT_LOAD,
          LEDGER,
          QUARANTINE);

  private Tables() {}

  private static Table<ChainEnd> chains(TopicSpec topic) {
    return Table.<ChainEnd>of(topic, "audit_heads")
        .key("chain", end -> end.link().chain())
        .column("hash", end -> end.link().hash())
        .column("at", ChainEnd::at)
        .highest("number", end -> end.link().number())
        .build();
  }

  private static Table<DeviceUsage> usage(TopicSpec topic, String name) {
    return Table.<DeviceUsage>of(topic, name)
        .key("device_id", DeviceUsage::getDeviceId)
        .key("window_start", DeviceUsage::getWindowStart)
        .column("window_end", DeviceUsage::getWindowEnd)
        .column("clinic_id", DeviceUsage::getClinicId)
        .column("zone_id", DeviceUsage::getZoneId)
        .column("treating_ms", DeviceUsage::getTreatingMs)
        .column("unassigned_treating_ms", DeviceUsage::getUnassignedTreatingMs)
        .column("sessions_started", DeviceUsage::getSessionsStarted)
        .column("model", DeviceUsage::getModel)
        .column("device_class", usage -> usage.getDeviceClass().name())
        .column("modality", usage -> usage.getModality().name())
        .column("session_ms", DeviceUsage::getSessionMs)
        .column("powered_ms", DeviceUsage::getPoweredMs)
        .column("sessions_completed", DeviceUsage::getSessionsCompleted)
        .column("sessions_aborted", DeviceUsage::getSessionsAborted)
        .column("sessions_test", DeviceUsage::getSessionsTest)
        .column("available_ms", DeviceUsage::getAvailableMs)
        .column("scheduled_downtime_ms", DeviceUsage::getScheduledDowntimeMs)
        .column("unscheduled_downtime_ms", DeviceUsage::getUnscheduledDowntimeMs)
        .column("utilisation_of_uptime_ratio", DeviceUsage::getUtilisationOfUptimeRatio)
        .column("utilisation_of_planned_ratio", DeviceUsage::getUtilisationOfPlannedRatio)
        .column("performance_ratio", DeviceUsage::getPerformanceRatio)
        .column("longest_gap_ms", DeviceUsage::getLongestGapMs)
        .column("first_treatment_at", DeviceUsage::getFirstTreatmentAt)
        .column("last_treatment_at", DeviceUsage::getLastTreatmentAt)
        .json("revenue", usage -> usage.getRevenue().toString())
        .column(
            "window_local",
            usage -> LocalDateTime.ofInstant(usage.getWindowStart(), ZoneId.of(usage.getZoneId())))
        .column("revenue_currency", Tables::currency)
        .column("revenue_low_minor", usage -> earned(usage, AmountRange::getLowMinor))
        .column("revenue_high_minor", usage -> earned(usage, AmountRange::getHighMinor))
        .column("pump_counter_ms", DeviceUsage::getPumpCounterMs)
        .highest(DeviceUsage::getRevision)
        .build();
  }

  private static String currency(DeviceUsage usage) {
    return switch (usage.getRevenue().size()) {
      case 0 -> null;
      case 1 -> usage.getRevenue().get(0).getCurrency();
      default -> SEVERAL_CURRENCIES;
    };
  }

  private static Long earned(DeviceUsage usage, ToLongFunction<AmountRange> end) {
    return usage.getRevenue().size() == 1 ? end.applyAsLong(usage.getRevenue().get(0)) : null;
  }

  private static <R> Object ifThere(R record, Function<R, Object> value) {
    return record == null ? null : value.apply(record);
  }

  private static Function<SessionSummary, Object> vacuum(Function<ChannelSummary, Object> value) {
    return session -> session.getVacuum() == null ? null : value.apply(session.getVacuum());
  }

  private static Function<SessionSummary, Object> current(Function<ChannelSummary, Object> value) {
    return session -> session.getCurrent() == null ? null : value.apply(session.getCurrent());
  }

  private static String timeZones(Clinic clinic) {
    ArrayNode periods = JsonNodeFactory.instance.arrayNode();
    clinic
        .getTimeZones()
        .forEach(
            period ->
                periods
                    .addObject()
                    .put("effective_from", period.getEffectiveFrom().toString())
                    .put("zone_id", period.getZoneId()));
    return periods.toString();
  }

  private static String openingHours(Clinic clinic) {
    ArrayNode periods = JsonNodeFactory.instance.arrayNode();
    for (OpeningPeriod period : clinic.getOpeningHours()) {
      ArrayNode open =
          periods
              .addObject()
              .put("effective_from", period.getEffectiveFrom().toString())
              .putArray("open");
      for (OpeningTime time : period.getOpen()) {
        open.addObject()
            .put("iso_weekday", time.getIsoWeekday())
            .put("opens_minute", time.getOpensMinute())
            .put("closes_minute", time.getClosesMinute());
      }
    }
    return periods.toString();
  }

  private static String priceLists(Clinic clinic) {
    ArrayNode lists = JsonNodeFactory.instance.arrayNode();
    for (PriceList list : clinic.getPriceLists()) {
      ArrayNode prices =
          lists
              .addObject()
              .put("effective_from", list.getEffectiveFrom().toString())
              .put("currency", list.getCurrency())
              .putArray("prices");
      for (ListPrice price : list.getPrices()) {
        prices
            .addObject()
            .put("modality", price.getModality().name())
            .put("device_class", price.getDeviceClass().name())
            .put("low_minor", price.getLowMinor())
            .put("high_minor", price.getHighMinor())
            .put("per", price.getPer().name());
      }
    }
    return lists.toString();
  }

  private static String limits(LimitPolicy policy) {
    ArrayNode limits = JsonNodeFactory.instance.arrayNode();
    policy
        .getLimits()
        .forEach(
            limit ->
                limits
                    .addObject()
                    .put("name", limit.getName())
                    .put("value", limit.getValue())
                    .put("unit", limit.getUnit()));
    return limits.toString();
  }

  private static String topSources(AlertLoad load) {
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    load.getTopSources()
        .forEach(
            source ->
                sources
                    .addObject()
                    .put("subject_kind", source.getSubjectKind().name())
                    .put("subject_id", source.getSubjectId())
                    .put("rule", source.getRule())
                    .put("alerts", source.getAlerts()));
    return sources.toString();
  }
}

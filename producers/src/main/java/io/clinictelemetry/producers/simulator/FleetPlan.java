package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.PricePer;
import io.clinictelemetry.avro.ServicePlan;
import io.clinictelemetry.avro.TimeZonePeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The clinics and devices of a fleet: a function of the options alone.
 *
 * @param clinics in the order of their ids
 * @param devices in the order of their ids
 */
record FleetPlan(List<Clinic> clinics, List<DeviceProfile> devices) {

  /** The first three alone differ by 15 and 30 minutes from whole hours, one with its DST too. */
  private static final List<String> TIME_ZONES =
      List.of(
          "Europe/London",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "America/New_York",
          "America/St_Johns",
          "Pacific/Chatham");

  private static final List<DeviceClass> CLASSES =
      List.of(DeviceClass.MEDICAL, DeviceClass.SALON, DeviceClass.HOME);

  private static final Instant OPENED = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant COMMISSIONED_FROM = Instant.parse("2023-01-01T00:00:00Z");

  /** Somewhat above the prices of 2017, so that one sees which apply. */
  private static final List<ListPrice> PRICES =
      List.of(
          new ListPrice(
              Modality.MICRODERMABRASION, DeviceClass.MEDICAL, 130_00L, 350_00L, PricePer.SESSION),
          new ListPrice(
              Modality.MICRODERMABRASION, DeviceClass.SALON, 95_00L, 240_00L, PricePer.SESSION),
          new ListPrice(
              Modality.MICROCURRENT, DeviceClass.MEDICAL, 110_00L, 140_00L, PricePer.HOUR),
          new ListPrice(Modality.MICROCURRENT, DeviceClass.SALON, 90_00L, 120_00L, PricePer.HOUR));

  /** Medical devices are calibrated twice a year; all else is as usual. */
  private static final ServicePlan MEDICAL_PLAN =
      ServicePlan.newBuilder().setCalibrationMonths(6).build();

  /** Fewest first sessions with a fault, where there are as many devices. */
  private static final int FAULTY_FIRST_SESSIONS = 4;

  /** Of so many devices one has each wear, where they are such that it can. */
  private static final int WEARS_ONE_IN = 24;

  private static final int CLOCK_ERROR_MS = 2_000;

  static FleetPlan of(FleetOptions options) {
    return new FleetPlan(
        IntStream.range(0, options.clinics()).mapToObj(FleetPlan::clinic).toList(),
        IntStream.range(0, options.devices()).mapToObj(i -> device(options, i)).toList());
  }

  private static Clinic clinic(int index) {
    String zone = TIME_ZONES.get(index % TIME_ZONES.size());
    Clinic clinic = new Clinic();
    clinic.setClinicId(clinicId(index));
    clinic.setName(
        "Clinic %d, %s"
            .formatted(index + 1, zone.substring(zone.indexOf('/') + 1).replace('_', ' ')));
    clinic.setTimeZones(List.of(new TimeZonePeriod(OPENED, zone)));
    clinic.setOpeningHours(List.of(new OpeningPeriod(OPENED, openingTimes(index))));
    clinic.setPriceLists(List.of(new PriceList(OPENED, "GBP", PRICES)));
    return clinic;
  }

  /** On weekdays from nine to six or, in every other clinic, to eight; on Saturdays to two. */
  private static List<OpeningTime> openingTimes(int index) {
    int closes = index % 2 == 0 ? 18 : 20;
    return Stream.concat(
            IntStream.rangeClosed(1, 5).mapToObj(day -> openingTime(day, closes)),
            Stream.of(openingTime(6, 14)))
        .toList();
  }

  private static OpeningTime openingTime(int isoWeekday, int closesHour) {
    return new OpeningTime(isoWeekday, 9 * 60, closesHour * 60);
  }

  private static DeviceProfile device(FleetOptions options, int index) {
    Dice dice = Dice.of(options.seed(), index);
    List<Modality> modalities = modalities(index);
    DeviceClass deviceClass = deviceClass(index);
    Device device = new Device();
    device.setDeviceId("dev-%04d".formatted(index + 1));
    device.setClinicId(clinicId(index % options.clinics()));
    device.setModel(model(deviceClass, modalities));
    device.setDeviceClass(deviceClass);
    device.setModalities(modalities);
    if (deviceClass == DeviceClass.MEDICAL) {
      device.setServicePlan(MEDICAL_PLAN);
    }
    device.setCommissionedAt(COMMISSIONED_FROM.plus(Duration.ofDays(dice.between(0, 700))));
    Duration clockError =
        dice.chance(0.3)
            ? Duration.ofMillis(dice.between(-CLOCK_ERROR_MS, CLOCK_ERROR_MS))
            : Duration.ZERO;
    int faulty = Math.max(FAULTY_FIRST_SESSIONS, options.devices() / 6);
    return new DeviceProfile(
        index,
        device,
        dice.chance(0.7),
        clockError,
        options.faults() && index < faulty,
        wear(options, index));
  }

  /** Only where devices are used every day: there it shows within the days of a past. */
  private static Optional<Wear> wear(FleetOptions options, int index) {
    if (!options.wears()) {
      return Optional.empty();
    }
    int first = index / WEARS_ONE_IN * WEARS_ONE_IN;
    Dice dice = Dice.of(options.seed(), PastLife.DICE, first);
    int end = Math.min(first + WEARS_ONE_IN, options.devices());
    List<Integer> pumps = usedDaily(first, end, Modality.MICRODERMABRASION);
    List<Integer> electrodes = usedDaily(first, end, Modality.MICROCURRENT);
    int turn = dice.between(0, WEARS_ONE_IN);
    if (pumps.contains(index)) {
      return switch ((pumps.indexOf(index) + turn) % pumps.size()) {
        case 0 -> Optional.of(Wear.FILTER);
        case 1 -> Optional.of(Wear.PUMP);
        default -> Optional.empty();
      };
    }
    return electrodes.contains(index) && (electrodes.indexOf(index) + turn) % electrodes.size() == 0
        ? Optional.of(Wear.ELECTRODES)
        : Optional.empty();
  }

  private static List<Integer> usedDaily(int first, int end, Modality modality) {
    return IntStream.range(first, end)
        .filter(i -> deviceClass(i) != DeviceClass.HOME)
        .filter(i -> modalities(i).equals(List.of(modality)))
        .boxed()
        .toList();
  }

  private static DeviceClass deviceClass(int index) {
    return CLASSES.get(index / 2 % CLASSES.size());
  }

  /** Both in turn, and some devices that can do both. */
  private static List<Modality> modalities(int index) {
    if (index % 6 == 5) {
      return List.of(Modality.MICRODERMABRASION, Modality.MICROCURRENT);
    }
    return List.of(index % 2 == 0 ? Modality.MICRODERMABRASION : Modality.MICROCURRENT);
  }

  private static String model(DeviceClass deviceClass, List<Modality> modalities) {
    String line =
        switch (deviceClass) {
          case MEDICAL -> "Meridian";
          case SALON -> "Lumen";
          case HOME, UNKNOWN -> "Dot";
        };
    String kind =
        modalities.size() > 1
            ? "Duo"
            : modalities.get(0) == Modality.MICROCURRENT ? "Current" : "Peel";
    return line + " " + kind;
  }

  private static String clinicId(int index) {
    return "clinic-%02d".formatted(index + 1);
  }
}

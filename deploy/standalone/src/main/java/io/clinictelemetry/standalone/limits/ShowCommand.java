package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.standalone.limits.Inventory.Known;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the limits in force. */
@Command(
    name = "show",
    description = {
      "Shows the limits in force: each with its value, the policy that sets it, and why. A shipped",
      "number has its source, or is an engineering default.",
      "For a clinic or a model: one table for each modality and class of its devices; those may",
      "also have policies of their own."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true)
  private Whose whose = new Whose();

  /** At most one of them. */
  private static final class Whose {
    @Option(names = "--device", paramLabel = "ID", description = "Those of this device.")
    private String device;

    @Option(names = "--clinic", paramLabel = "ID", description = "Those of this clinic.")
    private String clinic;

    @Option(names = "--model", paramLabel = "NAME", description = "Those of this model.")
    private String model;
  }

  @Option(
      names = "--modality",
      paramLabel = "MODALITY",
      description = "Only those of ${COMPLETION-CANDIDATES}.")
  private Modality modality;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Only those of ${COMPLETION-CANDIDATES}.")
  private DeviceClass deviceClass;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Those in force then, for instance 2026-03-09T08:00:00Z; now unless given.")
  private Instant at;

  @Override
  public Integer call() throws Exception {
    if (whose.device != null && deviceClass != null) {
      throw new ParameterException(
          spec.commandLine(), "--class: a device has the class of the inventory; leave it out");
    }
    Settings settings = cluster.settings();
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      print(published);
      return 0;
    }
  }

  private void print(PublishedPolicies published) {
    Inventory inventory = published.inventory();
    Instant time = at == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : at;
    LimitsTable table = new LimitsTable(published.policies(), time);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    published.passedOver().forEach(err::println);
    err.flush();
    String separator = "";
    for (Subject subject : subjects(inventory)) {
      out.print(separator);
      table.lines(title(inventory), subject).forEach(out::println);
      separator = System.lineSeparator();
    }
    out.flush();
  }

  private String title(Inventory inventory) {
    if (whose.device != null) {
      return inventory
          .device(whose.device)
          .map(
              known ->
                  "device %s (clinic %s, model %s)"
                      .formatted(known.id(), known.clinicId(), known.model()))
          .orElse(
              "device %s, which is not in the inventory and so is of the strictest class"
                  .formatted(whose.device));
    }
    if (whose.clinic != null) {
      return "clinic " + whose.clinic;
    }
    return whose.model != null ? "model " + whose.model : "all devices";
  }

  private List<Subject> subjects(Inventory inventory) {
    Optional<Known> known = Optional.ofNullable(whose.device).flatMap(inventory::device);
    List<Subject> subjects = new ArrayList<>();
    for (Modality m : modality == null ? Modality.values() : new Modality[] {modality}) {
      for (DeviceClass c : DeviceClass.values()) {
        if (isMeant(inventory, known, m, c)) {
          subjects.add(
              new Subject(
                  Optional.ofNullable(whose.device),
                  known.map(Known::clinicId).or(() -> Optional.ofNullable(whose.clinic)),
                  known.map(Known::model).or(() -> Optional.ofNullable(whose.model)),
                  m,
                  c));
        }
      }
    }
    return subjects;
  }

  private boolean isMeant(Inventory inventory, Optional<Known> known, Modality m, DeviceClass c) {
    if (whose.device != null) {
      return known
          .map(k -> k.deviceClass() == c && (modality == m || k.modalities().contains(m)))
          .orElse(c == DeviceClass.STRICTEST);
    }
    if (deviceClass != null) {
      return c == deviceClass;
    }
    List<Known> fitting = inventory.devices().stream().filter(isOfWhose()).toList();
    // Nobody's devices: a policy may come before them.
    return fitting.isEmpty()
        || fitting.stream().anyMatch(k -> k.deviceClass() == c && k.modalities().contains(m));
  }

  private Predicate<Known> isOfWhose() {
    if (whose.clinic != null) {
      return known -> known.clinicId().equals(whose.clinic);
    }
    return known -> whose.model != null && known.model().equals(whose.model);
  }
}

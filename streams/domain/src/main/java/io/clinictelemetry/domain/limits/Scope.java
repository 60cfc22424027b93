package io.clinictelemetry.domain.limits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a policy is for.
 *
 * @param kind what the id names
 * @param id a device, a clinic, a model as the inventory writes it, or {@code modality/class}
 */
public record Scope(Kind kind, String id) {

  /** The longest text of a scope, characters. */
  public static final int MAX_LENGTH = 200;

  private static final String FORMS =
      "a scope is device/ID, clinic/ID, model/NAME or default/MODALITY/CLASS";

  /** What scopes there are, the one that comes first before the others. */
  public enum Kind {
    /** One device. */
    DEVICE,
    /** All devices of one clinic. */
    CLINIC,
    /** All devices of one model. */
    MODEL,
    /** All devices of one modality and class. */
    DEFAULT
  }

  /** The scope of one device. */
  public static Scope device(String id) {
    return new Scope(Kind.DEVICE, id);
  }

  /** The scope of one clinic. */
  public static Scope clinic(String id) {
    return new Scope(Kind.CLINIC, id);
  }

  /** The scope of one model. */
  public static Scope model(String name) {
    return new Scope(Kind.MODEL, name);
  }

  /** The scope of one modality and class. */
  public static Scope defaults(Modality modality, DeviceClass deviceClass) {
    return new Scope(Kind.DEFAULT, lowerCase(modality) + "/" + lowerCase(deviceClass));
  }

  /**
   * The scope of that text.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong
   */
  public static Scope parse(String text) {
    String[] parts = text.split("/", 2);
    Optional<Kind> kind =
        Arrays.stream(Kind.values()).filter(k -> lowerCase(k).equals(parts[0])).findFirst();
    if (kind.isEmpty() || parts.length < 2 || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "\"%s\" is no scope; %s", text, FORMS));
    }
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a scope has at most %d characters, none of them a control character",
              MAX_LENGTH));
    }
    Scope scope = new Scope(kind.get(), parts[1]);
    if (scope.kind == Kind.DEFAULT && (scope.modality().isEmpty() || scope.ofClass().isEmpty())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "\"%s\" is no default scope; one is for instance default/microdermabrasion/home",
              text));
    }
    return scope;
  }

  /** The modality that it is confined to; empty for all. */
  public Optional<Modality> modality() {
    return kind == Kind.DEFAULT
        ? Arrays.stream(Modality.values()).filter(m -> part(0).equals(lowerCase(m))).findFirst()
        : Optional.empty();
  }

  /** The class that it is confined to; empty for all. */
  public Optional<DeviceClass> ofClass() {
    return kind == Kind.DEFAULT
        ? Arrays.stream(DeviceClass.values()).filter(c -> part(1).equals(lowerCase(c))).findFirst()
        : Optional.empty();
  }

  private String part(int index) {
    String[] parts = id.split("/", 2);
    return index < parts.length ? parts[index] : "";
  }

  /** The text that {@link #parse} takes. */
  @Override
  public String toString() {
    return lowerCase(kind) + "/" + id;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

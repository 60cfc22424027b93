package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.usage.Prices.ListFrom;
import io.clinictelemetry.domain.usage.Prices.Per;
import io.clinictelemetry.domain.usage.Prices.Price;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricesTest {

  private static final long HOUR_MS = 3_600_000;

  private static ListFrom list(long fromMs, String currency, long minor) {
    return new ListFrom(
        fromMs,
        currency,
        List.of(
            new Price(
                Modality.MICRODERMABRASION, DeviceClass.SALON, minor, 2 * minor, Per.SESSION)));
  }

  @Test
  void withoutAListThePricesOf2017Apply() {
    Prices prices = new Prices(List.of());

    assertThat(prices.of(Modality.MICRODERMABRASION, DeviceClass.SALON, 0, HOUR_MS))
        .contains(new Revenue("GBP", 75_00, 200_00));
    assertThat(prices.of(Modality.MICRODERMABRASION, DeviceClass.MEDICAL, 0, HOUR_MS / 2))
        .as("of a session, however long")
        .contains(new Revenue("GBP", 100_00, 300_00));
    assertThat(prices.of(Modality.MICROCURRENT, DeviceClass.SALON, 0, HOUR_MS / 2))
        .as("just under 100 pounds an hour")
        .contains(new Revenue("GBP", 50_00, 50_00));
    assertThat(prices.of(Modality.MICROCURRENT, DeviceClass.HOME, 0, HOUR_MS)).isEmpty();
  }

  @Test
  void aListAppliesFromItsDate() {
    Prices prices = new Prices(List.of(list(2_000, "EUR", 20_00), list(1_000, "EUR", 10_00)));

    assertThat(prices.of(Modality.MICRODERMABRASION, DeviceClass.SALON, 999, 0))
        .contains(new Revenue("GBP", 75_00, 200_00));
    assertThat(prices.of(Modality.MICRODERMABRASION, DeviceClass.SALON, 1_999, 0))
        .contains(new Revenue("EUR", 10_00, 20_00));
    assertThat(prices.of(Modality.MICRODERMABRASION, DeviceClass.SALON, 2_000, 0))
        .contains(new Revenue("EUR", 20_00, 40_00));
  }

  @Test
  void whatIsNotListedHasNoPrice() {
    Prices prices = new Prices(List.of(list(0, "EUR", 10_00)));

    assertThat(prices.of(Modality.MICROCURRENT, DeviceClass.SALON, 0, HOUR_MS)).isEmpty();
  }

  @Test
  void refusesPricesThatCannotBe() {
    assertThatThrownBy(() -> list(0, "EUR", -1)).isInstanceOf(IllegalArgumentException.class);
  }
}

package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of rules says what the rules do. */
class RulesPageTest {

  private static final Path PAGE = Path.of("../../docs/rules.md");

  @Test
  void listsEveryRuleWithItsPriorityAndKind() throws IOException {
    assertThat(rows().map(cells -> cells.subList(1, 4)))
        .containsExactlyElementsOf(Rules.all().stream().map(RulesPageTest::key).toList());
  }

  @Test
  void listsEveryRuleOnReadingsWithItsLimitAndDelay() throws IOException {
    assertThat(
            rows()
                .filter(cells -> cells.size() == 7)
                .map(cells -> List.of(cells.get(1), cells.get(5), cells.get(6))))
        .containsExactlyElementsOf(SampleRules.ALL.stream().map(RulesPageTest::row).toList());
  }

  /** The cells of each rule's row; the first is in front of the first bar. */
  private static Stream<List<String>> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList());
  }

  private static List<String> key(Rule rule) {
    return List.of("`" + rule.name() + "`", rule.priority().name(), rule.kind().name());
  }

  private static List<String> row(SampleRule rule) {
    return List.of(
        "`" + rule.name() + "`",
        "`"
            + rule.limitName().key()
            + "` "
            + number(threshold(rule, false).limit())
            + " "
            + rule.unit(),
        delay(rule));
  }

  private static String delay(SampleRule rule) {
    Threshold pads = threshold(rule, false);
    Threshold roving = threshold(rule, true);
    if (pads.onDelayMs() == 0) {
      return pads.onDelaySamples() + (pads.onDelaySamples() == 1 ? " sample" : " samples");
    }
    return seconds(pads) + (roving.equals(pads) ? "" : ", roving " + seconds(roving));
  }

  private static String seconds(Threshold threshold) {
    return number(threshold.onDelayMs() / 1_000.0) + " s";
  }

  private static Threshold threshold(SampleRule rule, boolean roving) {
    Limits limits = DefaultLimits.of(rule.modality(), DeviceClass.MEDICAL);
    return rule.threshold(
        limits, new Setting(Zone.FACE, SkinSensitivity.NORMAL, roving, true, true));
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

package io.clinictelemetry.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.contracts.records.RecordTypes;
import io.clinictelemetry.contracts.topics.TopicSpec.Kept;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** {@code docs/topics.md} says what the code says. */
class TopicsPageTest {

  private static final Path PAGE = RecordTypes.MODULE.resolve("../../docs/topics.md").normalize();

  /** The cells of the table's rows, without code marks; the table is found by its header. */
  private static List<List<String>> table(String... header) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (!line.startsWith("|")) {
        inside = false;
        continue;
      }
      List<String> cells =
          Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
              .map(cell -> cell.replace("`", "").strip())
              .toList();
      if (inside && !line.startsWith("| ---")) {
        rows.add(cells);
      }
      inside |= cells.equals(List.of(header));
    }
    assertThat(rows).as("%s has a table %s", PAGE, List.of(header)).isNotEmpty();
    return rows;
  }

  private static List<String> row(TopicSpec topic) {
    List<String> kept = new ArrayList<>();
    if (topic.kept() != Kept.DELETE) {
      kept.add("latest of each key");
    }
    topic.retention().ifPresent(age -> kept.add(age.toDays() + " d"));
    if (topic.trustedClock()) {
      kept.add("stamped by the broker");
    }
    return List.of(
        topic.name(),
        topic.key(),
        topic.value().map(Class::getSimpleName).orElse("the bytes as found"),
        topic.partitionedBy(),
        String.join(", ", kept));
  }

  @Test
  void listsTheCatalogueRowByRow() throws IOException {
    assertThat(table("name", "key", "value", "partitioned by", "kept"))
        .containsExactlyElementsOf(TopicCatalogue.ALL.stream().map(TopicsPageTest::row).toList());
  }

  @Test
  void namesEveryHeaderOfARecordInQuarantine() throws Exception {
    List<String> headers = new ArrayList<>();
    for (Field field : QuarantineHeaders.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        headers.add((String) field.get(null));
      }
    }
    assertThat(table("header", "meaning"))
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrderElementsOf(headers);
  }

  @Test
  void namesEveryHeaderOfALinkOfAChain() throws Exception {
    Headers headers = new RecordHeaders();
    ChainLink.after("c", 0, ChainLink.NONE, new byte[0], new byte[0]).addTo(headers);

    assertThat(table("link", "meaning"))
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(Stream.of(headers.toArray()).map(Header::key).toList());
  }

  @Test
  void givesPartitionsThatAClientInAnotherLanguageCanCheck() throws IOException {
    for (List<String> row : table("key", "of 4", "of 12")) {
      assertThat(RecordKeys.partition(row.get(0), 4)).hasToString(row.get(1));
      assertThat(RecordKeys.partition(row.get(0), 12)).hasToString(row.get(2));
    }
  }
}

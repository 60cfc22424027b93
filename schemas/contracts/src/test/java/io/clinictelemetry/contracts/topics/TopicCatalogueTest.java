package io.clinictelemetry.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

  @Test
  void namesAreUniqueLegalAndOurs() {
    List<String> names = TopicCatalogue.ALL.stream().map(TopicSpec::name).toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("clinic\\.[a-z]+(-[a-z]+)*"))
        .allSatisfy(Topic::validate);
  }

  @Test
  void listsEveryDeclaredTopic() throws Exception {
    for (var field : TopicCatalogue.class.getFields()) {
      if (field.getType() == TopicSpec.class) {
        assertThat(TopicCatalogue.ALL).contains((TopicSpec) field.get(null));
      }
    }
  }

  @Test
  void whatComesFromOutsideIsStampedByTheBroker() {
    assertThat(TopicCatalogue.ALL)
        .filteredOn(TopicSpec::trustedClock)
        .containsExactly(
            TopicCatalogue.TELEMETRY, TopicCatalogue.SERVICE_EVENTS, TopicCatalogue.ALERT_COMMANDS);
    assertThat(TopicCatalogue.TELEMETRY.config())
        .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    assertThat(TopicCatalogue.ALERTS.config())
        .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
  }

  @Test
  void deletesByAgeExactlyWhereAnAgeIsGiven() {
    for (TopicSpec topic : TopicCatalogue.ALL) {
      boolean deletes = topic.kept().policy().contains(TopicConfig.CLEANUP_POLICY_DELETE);
      assertThat(topic.retention().isPresent()).as(topic.name()).isEqualTo(deletes);
    }
    assertThat(TopicCatalogue.TELEMETRY.config())
        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "604800000")
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    assertThat(TopicCatalogue.SESSIONS.config())
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
    assertThat(TopicCatalogue.DEVICES.config())
        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
  }

  @Test
  void everyValueIsADocumentedRecord() {
    for (TopicSpec topic : TopicCatalogue.ALL) {
      topic
          .value()
          .ifPresent(
              type -> {
                assertThat(SpecificRecord.class).isAssignableFrom(type);
                Schema schema = SpecificData.get().getSchema(type);
                assertThat(schema.getDoc()).as(topic.name()).isNotBlank();
              });
    }
    assertThat(TopicCatalogue.ALL)
        .filteredOn(topic -> topic.value().isEmpty())
        .containsExactly(TopicCatalogue.QUARANTINE);
  }
}

package io.clinictelemetry.streams.shared;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record as its topic stamped it. One without a time, which producers may write to
 * topics that the broker does not stamp, counts as of 1970: it must not stop the processing.
 */
public final class RecordTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}

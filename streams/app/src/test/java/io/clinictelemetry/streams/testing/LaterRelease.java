package io.clinictelemetry.streams.testing;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Events as a later release writes them, whose enums have symbols that this one does not know. */
public final class LaterRelease {

  private static final String NEW_SYMBOL = "OF_A_LATER_RELEASE";
  private static final int HEADER_BYTES = 5;
  private static final Schema NEW_KIND = with("\"HEARTBEAT\"");
  private static final Schema NEW_MODALITY = with("\"MICROCURRENT\"");

  private LaterRelease() {}

  private static Schema with(String symbolBefore) {
    String known = DeviceEvent.getClassSchema().toString();
    return new Schema.Parser()
        .parse(known.replace(symbolBefore, symbolBefore + ",\"" + NEW_SYMBOL + "\""));
  }

  /** The event as one of a kind that is not known yet. */
  public static GenericRecord withUnknownKind(Pipeline pipeline, DeviceEvent event) {
    GenericRecord record = copy(pipeline, event, NEW_KIND);
    replace(record, "kind");
    return record;
  }

  /** The start of a session as one of a modality that is not known yet. */
  public static GenericRecord withUnknownModality(Pipeline pipeline, DeviceEvent start) {
    GenericRecord record = copy(pipeline, start, NEW_MODALITY);
    replace((GenericRecord) record.get("session_started"), "modality");
    return record;
  }

  private static GenericRecord copy(Pipeline pipeline, DeviceEvent event, Schema later) {
    byte[] bytes = pipeline.bytes(TopicCatalogue.TELEMETRY, event);
    try {
      return new GenericDatumReader<GenericRecord>(event.getSchema(), later)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(GenericRecord holder, String field) {
    holder.put(
        field, new GenericData.EnumSymbol(holder.getSchema().getField(field).schema(), NEW_SYMBOL));
  }
}

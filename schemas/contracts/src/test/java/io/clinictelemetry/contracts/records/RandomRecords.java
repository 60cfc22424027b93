package io.clinictelemetry.contracts.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Any record that a schema allows, from a seed. Floating-point values include NaN and the
 * infinities, texts all of Unicode, and collections are often empty.
 */
public final class RandomRecords {

  private static final double[] EDGES = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 1e-300};

  private final SplittableRandom random;

  public RandomRecords(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A record of a generated class. */
  public <T extends SpecificRecord> T next(Class<T> type) {
    Schema schema = SpecificData.get().getSchema(type);
    SpecificData data = SpecificData.getForClass(type);
    try {
      return new SpecificDatumReader<T>(schema, schema, data)
          .read(null, DecoderFactory.get().binaryDecoder(bytes(schema), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Avro bytes of a datum of the schema, without any frame. */
  public byte[] bytes(Schema schema) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema, new GenericData()).write(datum(schema), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Object datum(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> {
        GenericData.Record made = new GenericData.Record(schema);
        for (Field field : schema.getFields()) {
          made.put(field.pos(), datum(field.schema()));
        }
        yield made;
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield new GenericData.EnumSymbol(schema, symbols.get(random.nextInt(symbols.size())));
      }
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (int left = random.nextInt(12) - 2; left > 0; left--) {
          elements.add(datum(schema.getElementType()));
        }
        yield elements;
      }
      case UNION -> datum(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case STRING -> text();
      case INT -> random.nextBoolean() ? random.nextInt(200) : random.nextInt();
      case LONG -> random.nextBoolean() ? random.nextInt(200) : anyInstant();
      case FLOAT -> (float) number();
      case DOUBLE -> number();
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      case BYTES -> bytes();
      case MAP, FIXED ->
          throw new AssertionError("no record has a " + schema.getType() + " yet: add it here");
    };
  }

  private ByteBuffer bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Milliseconds that an {@link java.time.Instant} takes and gives back. */
  private long anyInstant() {
    return random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L);
  }

  private double number() {
    return random.nextInt(8) == 0
        ? EDGES[random.nextInt(EDGES.length)]
        : random.nextDouble(-1000, 1000);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(24); left > 0; left--) {
      int point = random.nextInt(4) == 0 ? random.nextInt(0x10000, 0x1FFFF) : random.nextInt(0x800);
      text.appendCodePoint(point);
    }
    return text.toString();
  }
}

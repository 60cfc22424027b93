package io.clinictelemetry.streams.shared;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * State to bytes and back. The first byte is the version of the layout; a reader of a later release
 * keeps reading every earlier version.
 */
public final class StateCodec {

  /** Writes the fields. */
  @FunctionalInterface
  public interface Fields {
    /** Writes the fields after the version. */
    void write(DataOutput out) throws IOException;
  }

  /** Reads the fields. */
  @FunctionalInterface
  public interface Parser<T> {
    /** Reads the fields that the version has. */
    T read(DataInput in, int version) throws IOException;
  }

  private StateCodec() {}

  /** The version and the fields. */
  public static byte[] encode(int version, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(version);
      fields.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * What was encoded.
   *
   * @throws IllegalStateException when the version is newer than this release, or the bytes are
   *     torn
   */
  public static <T> T decode(byte[] bytes, int newestVersion, Parser<T> parser) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      int version = in.readByte();
      if (version < 1 || version > newestVersion) {
        throw new IllegalStateException(
            "state of version %d, but this release reads up to %d: run the release that wrote it"
                .formatted(version, newestVersion));
      }
      return parser.read(in, version);
    } catch (IOException e) {
      throw new IllegalStateException("state that ends too early", e);
    }
  }

  /** Writes a text that may be absent. */
  public static void writeOptional(DataOutput out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      out.writeUTF(text.get());
    }
  }

  /** Reads a text that may be absent. */
  public static Optional<String> readOptional(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
  }

  /** Writes a number that may be absent. */
  public static void writeOptional(DataOutput out, OptionalLong number) throws IOException {
    out.writeBoolean(number.isPresent());
    if (number.isPresent()) {
      out.writeLong(number.getAsLong());
    }
  }

  /** Reads a number that may be absent. */
  public static OptionalLong readOptionalLong(DataInput in) throws IOException {
    return in.readBoolean() ? OptionalLong.of(in.readLong()) : OptionalLong.empty();
  }

  /**
   * Writes a number in as few bytes as it needs: one up to 63 either way, and one more for each 7
   * bits more.
   */
  public static void writeNumber(DataOutput out, long number) throws IOException {
    long rest = (number << 1) ^ (number >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /** Reads a number that {@link #writeNumber} wrote. */
  public static long readNumber(DataInput in) throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.readByte();
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("a number of more than 64 bits");
  }
}

package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.load.AcknowledgeTimes;
import io.clinictelemetry.domain.load.FloodWatch;
import io.clinictelemetry.domain.load.HourLoad;
import io.clinictelemetry.domain.load.Openings;
import io.clinictelemetry.domain.load.Source;
import io.clinictelemetry.domain.load.TopSources;
import io.clinictelemetry.domain.load.TopSources.Counted;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The accounts of clinics in a store: a row for the flood watch of a clinic, one for each of its
 * hours, and while an hour goes on one for each source of alerts in it, so that an alert writes
 * little however many sources there are.
 */
final class LoadMemory {

  private static final int VERSION = 1;

  /** Between the parts of a key; no id has control characters. */
  private static final char SEPARATOR = '\0';

  /**
   * What a row is of.
   *
   * @param hourMs start of the hour, ms since 1970 UTC; empty for the flood watch of the clinic
   */
  record Place(String clinicId, OptionalLong hourMs) {

    static Place ofClinic(String clinicId) {
      return new Place(clinicId, OptionalLong.empty());
    }

    static Place ofHour(String clinicId, long hourMs) {
      return new Place(clinicId, OptionalLong.of(hourMs));
    }

    /** As its row is found. */
    byte[] key() {
      if (hourMs.isEmpty()) {
        return clinicId.getBytes(StandardCharsets.UTF_8);
      }
      byte[] clinic = (clinicId + SEPARATOR).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(clinic.length + Long.BYTES)
          .put(clinic)
          .putLong(hourMs.getAsLong())
          .array();
    }

    /** The place whose key it is. */
    static Place of(byte[] key) {
      int end = 0;
      while (end < key.length && key[end] != SEPARATOR) {
        end++;
      }
      String clinicId = new String(key, 0, end, StandardCharsets.UTF_8);
      return end == key.length
          ? ofClinic(clinicId)
          : ofHour(clinicId, ByteBuffer.wrap(key, end + 1, Long.BYTES).getLong());
    }
  }

  /**
   * The flood watch of a clinic.
   *
   * @param armedMs deadline that is armed for it, log clock, ms since 1970 UTC; {@link
   *     FloodWatch#NEVER} for none
   */
  record Watched(FloodWatch watch, long armedMs) {}

  /**
   * An hour of a clinic.
   *
   * @param armedMs as of {@link Watched}
   * @param toldAtMs log clock when it was last published, ms since 1970 UTC; 0 before
   * @param revision number of publications
   * @param changed whether there is something to publish
   * @param settled whether it was published after the last of its alerts could become stale
   * @param sourcesKept whether there are rows of its sources
   */
  record Hour(
      HourLoad load,
      long armedMs,
      long toldAtMs,
      int revision,
      boolean changed,
      boolean settled,
      boolean sourcesKept) {

    static final Hour NEW = new Hour(HourLoad.EMPTY, FloodWatch.NEVER, 0, 0, false, false, false);
  }

  private final KeyValueStore<Bytes, byte[]> store;

  LoadMemory(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** The flood watch of a clinic; a new one where none is remembered. */
  Watched watch(String clinicId) {
    byte[] stored = store.get(Bytes.wrap(Place.ofClinic(clinicId).key()));
    return stored == null ? new Watched(new FloodWatch(), FloodWatch.NEVER) : decodeWatch(stored);
  }

  void put(String clinicId, Watched row) {
    store.put(
        Bytes.wrap(Place.ofClinic(clinicId).key()), row.watch().isForgotten() ? null : encode(row));
  }

  /** The hour, where it is remembered. */
  Optional<Hour> hour(Place place) {
    return Optional.ofNullable(store.get(Bytes.wrap(place.key()))).map(LoadMemory::decodeHour);
  }

  void put(Place place, Hour row) {
    store.put(Bytes.wrap(place.key()), encode(row));
  }

  void forget(Place place) {
    store.delete(Bytes.wrap(place.key()));
  }

  /** Counts one more alert of the source in the hour; answers how many there are. */
  long count(Place hour, Source source) {
    Bytes key =
        source(
            hour,
            String.valueOf(source.kind().name().charAt(0))
                + source.subjectId()
                + SEPARATOR
                + source.rule());
    byte[] stored = store.get(key);
    long count = 1 + (stored == null ? 0 : decodeCount(stored));
    store.put(key, encode(count));
    return count;
  }

  /** Forgets sources of the hour, so many at most; answers how many. */
  int forgetSources(Place hour, int most) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.range(source(hour, ""), source(hour, String.valueOf(Character.MAX_VALUE)))) {
      while (rows.hasNext() && keys.size() < most) {
        keys.add(rows.next().key);
      }
    }
    keys.forEach(store::delete);
    return keys.size();
  }

  private static Bytes source(Place hour, String source) {
    byte[] first = hour.key();
    byte[] rest = (SEPARATOR + source).getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(first.length + rest.length).put(first).put(rest).array());
  }

  static byte[] encode(Watched row) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeLong(row.armedMs());
          out.writeBoolean(row.watch().flooding());
          out.writeLong(row.watch().nextBin());
          out.writeInt(row.watch().openings().size());
          for (Map.Entry<Long, Integer> bin : row.watch().openings().entrySet()) {
            out.writeLong(bin.getKey());
            out.writeInt(bin.getValue());
          }
        });
  }

  static Watched decodeWatch(byte[] bytes) {
    return StateCodec.decode(bytes, VERSION, (in, version) -> readWatch(in));
  }

  private static Watched readWatch(DataInput in) throws IOException {
    long armedMs = in.readLong();
    boolean flooding = in.readBoolean();
    long nextBin = in.readLong();
    SortedMap<Long, Integer> openings = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      openings.put(in.readLong(), in.readInt());
    }
    return new Watched(new FloodWatch(openings, flooding, nextBin), armedMs);
  }

  static byte[] encode(Hour row) {
    HourLoad load = row.load();
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeLong(row.armedMs());
          out.writeLong(row.toldAtMs());
          out.writeInt(row.revision());
          out.writeBoolean(row.changed());
          out.writeBoolean(row.settled());
          out.writeBoolean(row.sourcesKept());
          out.writeLong(load.openings().high());
          out.writeLong(load.openings().medium());
          out.writeLong(load.openings().low());
          out.writeLong(load.openings().technical());
          out.writeLong(load.openings().late());
          out.writeLong(load.openings().shelved());
          out.writeLong(load.openings().announced());
          out.writeLong(load.openings().chattering());
          out.writeInt(load.acknowledged().counts().size());
          for (long count : load.acknowledged().counts()) {
            out.writeLong(count);
          }
          out.writeLong(load.leftAcknowledged());
          out.writeLong(load.leftUnacknowledged());
          out.writeLong(load.leftInTime());
          out.writeInt(load.top().sources().size());
          for (Counted counted : load.top().sources()) {
            LinkMessages.write(out, counted.source());
            out.writeLong(counted.alerts());
          }
          out.writeLong(load.sources());
          out.writeLong(load.floodMs());
          out.writeLong(load.floodsBegun());
        });
  }

  static Hour decodeHour(byte[] bytes) {
    return StateCodec.decode(bytes, VERSION, (in, version) -> readHour(in));
  }

  private static Hour readHour(DataInput in) throws IOException {
    long armedMs = in.readLong();
    long toldAtMs = in.readLong();
    int revision = in.readInt();
    boolean changed = in.readBoolean();
    boolean settled = in.readBoolean();
    boolean sourcesKept = in.readBoolean();
    return new Hour(
        new HourLoad(
            new Openings(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong()),
            readTimes(in),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            readTop(in),
            in.readLong(),
            in.readLong(),
            in.readLong()),
        armedMs,
        toldAtMs,
        revision,
        changed,
        settled,
        sourcesKept);
  }

  private static AcknowledgeTimes readTimes(DataInput in) throws IOException {
    List<Long> counts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      counts.add(in.readLong());
    }
    return new AcknowledgeTimes(counts);
  }

  private static TopSources readTop(DataInput in) throws IOException {
    List<Counted> sources = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      sources.add(new Counted(LinkMessages.readSource(in), in.readLong()));
    }
    return new TopSources(sources);
  }

  private static byte[] encode(long count) {
    return StateCodec.encode(VERSION, out -> out.writeLong(count));
  }

  private static long decodeCount(byte[] bytes) {
    return StateCodec.decode(bytes, VERSION, (in, version) -> in.readLong());
  }
}

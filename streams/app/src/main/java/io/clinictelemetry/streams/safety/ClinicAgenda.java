package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.Agenda;
import io.clinictelemetry.domain.communication.LinkChange;
import io.clinictelemetry.streams.shared.Schedule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The agenda in a store whose keys have its order: time, changes before what is due, clinic,
 * device, number of the change.
 */
final class ClinicAgenda implements Agenda {

  private static final byte[] NOTHING = new byte[0];
  private static final byte CHANGE = 0;
  private static final byte DUE = 1;

  private final Schedule schedule;

  ClinicAgenda(KeyValueStore<Bytes, byte[]> store) {
    schedule = new Schedule(store);
  }

  @Override
  public void add(Entry entry) {
    byte[] value =
        entry
            .change()
            .map(change -> LinkMessages.encode(new LinkMessages.Changed(change)))
            .orElse(NOTHING);
    schedule.add(key(entry), value);
  }

  @Override
  public Optional<Entry> poll(long beforeMs) {
    return schedule.pollBefore(beforeMs).map(next -> entry(next.key, next.value));
  }

  private static Bytes key(Entry entry) {
    byte[] ids =
        (entry.clinicId() + '\0' + entry.deviceId() + '\0').getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + 1 + ids.length + Long.BYTES)
            .putLong(entry.atMs())
            .put(entry.change().isPresent() ? CHANGE : DUE)
            .put(ids)
            .putLong(entry.change().map(LinkChange::number).orElse(0L))
            .array());
  }

  private static Entry entry(Bytes key, byte[] value) {
    long atMs = Schedule.timeMs(key);
    if (value.length > 0) {
      LinkChange change = ((LinkMessages.Changed) LinkMessages.decode(value)).change();
      return new Entry(atMs, change.clinicId(), change.deviceId(), Optional.of(change));
    }
    byte[] bytes = key.get();
    int from = Long.BYTES + 1;
    String ids = new String(bytes, from, bytes.length - from - Long.BYTES, StandardCharsets.UTF_8);
    int middle = ids.indexOf('\0');
    return new Entry(
        atMs,
        ids.substring(0, middle),
        ids.substring(middle + 1, ids.length() - 1),
        Optional.empty());
  }
}

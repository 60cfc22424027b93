package io.clinictelemetry.streams.safety;

import io.clinictelemetry.contracts.audit.ChainLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where each chain of records ends, in a store: number and hash. It is committed with the records,
 * so no number is given twice, and none is left out.
 */
final class ChainEnds {

  private static final HexFormat HEX = HexFormat.of();

  private final KeyValueStore<Bytes, byte[]> store;

  ChainEnds(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Appends a record to a chain. */
  ChainLink next(String chain, byte[] key, byte[] value) {
    Bytes name = Bytes.wrap(chain.getBytes(StandardCharsets.UTF_8));
    long number = 0;
    String hash = ChainLink.NONE;
    byte[] end = store.get(name);
    if (end != null) {
      number = ByteBuffer.wrap(end).getLong();
      hash = HEX.formatHex(end, Long.BYTES, end.length);
    }
    ChainLink link = ChainLink.after(chain, number, hash, key, value);
    byte[] sealed = HEX.parseHex(link.hash());
    store.put(
        name,
        ByteBuffer.allocate(Long.BYTES + sealed.length).putLong(link.number()).put(sealed).array());
    return link;
  }
}

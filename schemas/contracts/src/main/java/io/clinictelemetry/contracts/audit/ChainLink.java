package io.clinictelemetry.contracts.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The place of one record in a chain, carried in its headers. The hash is SHA-256 over the chain's
 * name, the number, the hash before it, the key and the value, so it seals the record's bytes as
 * they are and, through the one before, all that came earlier.
 *
 * @param chain its name
 * @param number counts from 1
 * @param previous hash of the record before it, hex; zeros for the first
 * @param hash its own, hex
 */
public record ChainLink(String chain, long number, String previous, String hash) {

  /** Header with the name of the chain. */
  public static final String CHAIN = "chain";

  /** Header with the number, decimal. */
  public static final String NUMBER = "chain-number";

  /** Header with the hash before it, hex. */
  public static final String PREVIOUS = "chain-previous";

  /** Header with the hash, hex. */
  public static final String HASH = "chain-hash";

  /** Names of the chains of limit policies begin with it; a scope follows. */
  public static final String POLICIES = "policies/";

  /** In the place of the hash before the first. */
  public static final String NONE = "0".repeat(64);

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** The next link of a chain; number 0 and {@link #NONE} when it has none yet. */
  public static ChainLink after(
      String chain, long lastNumber, String lastHash, byte[] key, byte[] value) {
    return new ChainLink(
        chain, lastNumber + 1, lastHash, hash(chain, lastNumber + 1, lastHash, key, value));
  }

  /** The link in a record's headers; empty when they have none, or none that can be read. */
  public static Optional<ChainLink> of(Headers headers) {
    Optional<String> chain = text(headers, CHAIN);
    Optional<String> number = text(headers, NUMBER).filter(n -> n.matches("[1-9][0-9]{0,17}"));
    Optional<String> previous = text(headers, PREVIOUS).filter(h -> HEX.matcher(h).matches());
    Optional<String> hash = text(headers, HASH).filter(h -> HEX.matcher(h).matches());
    return chain.isEmpty() || number.isEmpty() || previous.isEmpty() || hash.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChainLink(chain.get(), Long.parseLong(number.get()), previous.get(), hash.get()));
  }

  /** Puts the link into a record's headers. */
  public void addTo(Headers headers) {
    add(headers, CHAIN, chain);
    add(headers, NUMBER, Long.toString(number));
    add(headers, PREVIOUS, previous);
    add(headers, HASH, hash);
  }

  /** Whether the record is the one that the link was made for. */
  public boolean seals(byte[] key, byte[] value) {
    return hash.equals(hash(chain, number, previous, key, value));
  }

  private static String hash(String chain, long number, String previous, byte[] key, byte[] value) {
    MessageDigest digest = sha256();
    // With their lengths, so that nothing can be moved from one part to the next.
    part(digest, chain.getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    part(digest, previous.getBytes(StandardCharsets.US_ASCII));
    part(digest, key);
    part(digest, value);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void part(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}

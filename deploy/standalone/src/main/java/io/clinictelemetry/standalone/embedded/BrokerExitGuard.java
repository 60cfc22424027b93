package io.clinictelemetry.standalone.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broker from ending this JVM. A stand-alone broker answers a fatal fault (a full disk, a
 * lost metadata log) with {@code System.exit} or {@code halt}; here that would take the whole demo
 * down without a word. Instead the running brokers are told, and the broker's thread ends.
 *
 * <p>Kafka's exit procedure is one for the whole JVM, so a fault is told to every running broker.
 */
final class BrokerExitGuard {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerExitGuard.class);
  private static final Set<Consumer<String>> LISTENERS = ConcurrentHashMap.newKeySet();

  private BrokerExitGuard() {}

  /** From now on a fatal fault is told to {@code listener} instead of ending the JVM. */
  static synchronized void add(Consumer<String> listener) {
    LISTENERS.add(listener);
    Exit.setExitProcedure(BrokerExitGuard::refuse);
    Exit.setHaltProcedure(BrokerExitGuard::refuse);
  }

  /** Forgets the listener; repeated calls do nothing. After the last one Kafka may exit again. */
  static synchronized void remove(Consumer<String> listener) {
    LISTENERS.remove(listener);
    if (LISTENERS.isEmpty()) {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
  }

  private static void refuse(int status, String message) {
    String reason =
        "The Kafka broker gave up (status %d)%s"
            .formatted(status, message == null ? "" : ": " + message);
    BrokerFault fault = new BrokerFault(reason);
    LOG.error("{}", reason, fault);
    LISTENERS.forEach(listener -> listener.accept(reason));
    throw fault;
  }

  /** Ends the thread in which the broker wanted to end the process. */
  private static final class BrokerFault extends RuntimeException {
    BrokerFault(String message) {
      super(message);
    }
  }
}

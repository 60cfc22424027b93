package io.clinictelemetry.sinks.database;

import io.clinictelemetry.contracts.audit.ChainHead;
import io.clinictelemetry.contracts.settings.SettingException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.JdbiException;

/** The ends of the chains as the sink keeps them. */
public final class ChainHeads {

  private ChainHeads() {}

  /**
   * All of them, by name.
   *
   * @throws SettingException when the database does not give them; says what to do
   */
  public static List<ChainHead> read(Database database) {
    try {
      return find(database);
    } catch (JdbiException e) {
      throw new SettingException(DatabaseSettings.URL, database.address(), Trouble.of(e).detail());
    }
  }

  private static List<ChainHead> find(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT chain, number, hash, at, known_since FROM audit_heads"
                            + " ORDER BY chain")
                    .map(
                        (row, context) ->
                            new ChainHead(
                                row.getString("chain"),
                                row.getLong("number"),
                                row.getString("hash"),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getObject("known_since", OffsetDateTime.class).toInstant()))
                    .list());
  }
}

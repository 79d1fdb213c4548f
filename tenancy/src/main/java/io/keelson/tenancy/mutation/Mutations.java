package io.keelson.tenancy.mutation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.database.Work;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs every change that a caller asks for: one transaction that holds the claim of its idempotency
 * key, the change and the audit row. Either all three are there afterwards or none.
 */
@ApplicationScoped
public class Mutations {
  private static final int MAX_KEY_CHARACTERS = 200;
  private static final String KEY_CONSTRAINT = "idempotency_key_pkey";
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private final TenantDatabase database;
  private final AuditLog audit;
  private final InstantSource clock;

  public Mutations(TenantDatabase database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param action the operation's name as the API spells it
   * @param input what the caller sent; a replayed key with other input is refused
   * @param change the change itself; it authorises before it writes
   * @return the id of what was changed, now or when the same key was first used
   * @throws Conflict when the key was used for something else
   */
  public UUID run(Caller caller, String action, Object input, Work<Changed> change) {
    String key = checkedKey(caller.idempotencyKey());
    byte[] hash = key == null ? null : hash(input);
    try {
      return attempt(caller, action, key, hash, change);
    } catch (UniqueViolation e) {
      if (key == null || !KEY_CONSTRAINT.equals(e.constraint())) {
        throw e;
      }
      return attempt(
          caller, action, key, hash,
          change); // the other one of the pair committed first: answer as it did
    } catch (Forbidden | NotFound e) {
      audit.recordDenied(caller, action, e.getMessage());
      throw e;
    }
  }

  private UUID attempt(
      Caller caller, String action, String key, byte[] hash, Work<Changed> change) {
    return database.transact(
        caller.principal().tenantId(),
        tx -> {
          Optional<UUID> earlier =
              key == null ? Optional.empty() : replayed(tx, caller, action, key, hash);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          Changed changed = change.run(tx);
          audit.record(
              tx,
              caller,
              action,
              changed.id(),
              changed.projectId(),
              AuditOutcome.DONE,
              changed.detail());
          if (key != null) {
            claim(tx, caller, action, key, hash, changed.id());
          }
          return changed.id();
        });
  }

  private Optional<UUID> replayed(
      Transaction tx, Caller caller, String action, String key, byte[] hash) {
    Optional<Row> row =
        tx.one(
            """
            SELECT operation, request_hash, result_id
            FROM tenancy.idempotency_key
            WHERE tenant_id = $1 AND actor = $2 AND key = $3
            """,
            tx.tenantId(),
            actor(caller),
            key);
    return row.map(
        found -> {
          boolean same =
              action.equals(found.getString("operation"))
                  && Arrays.equals(hash, found.getBuffer("request_hash").getBytes());
          if (!same) {
            throw new Conflict("Idempotency-Key was used before for another request");
          }
          return found.getUUID("result_id");
        });
  }

  private void claim(
      Transaction tx, Caller caller, String action, String key, byte[] hash, UUID resultId) {
    tx.update(
        """
        INSERT INTO tenancy.idempotency_key (tenant_id, actor, key, operation, request_hash, result_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        tx.tenantId(),
        actor(caller),
        key,
        action,
        Buffer.buffer(hash),
        resultId,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  private static String actor(Caller caller) {
    return caller.principal().kind() + ":" + caller.principal().id();
  }

  private static String checkedKey(String key) {
    if (key == null) {
      return null;
    }
    boolean printable = key.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS || !printable) {
      throw new Invalid(
          "Idempotency-Key", key, "1 to " + MAX_KEY_CHARACTERS + " printable ASCII characters");
    }
    return key;
  }

  private static byte[] hash(Object input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(input));
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException("input of a mutation cannot be hashed", e);
    }
  }
}

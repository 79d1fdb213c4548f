package io.keelson.tenancy.mutation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.ProjectCheck;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.database.Work;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.refusal.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/**
 * Runs every change that a caller asks for: one transaction that holds the claim of its idempotency
 * key, taken first, the change and the audit row. Either all three are there afterwards or none;
 * then another row says that it was refused, or failed, and what a quota refused is counted.
 */
@ApplicationScoped
public class Mutations {
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
  private final Refusals refusals;
  private final ProjectCheck projects;
  private final Claims claims;
  private final Turns turns = new Turns();

  @Inject
  public Mutations(
      TenantDatabase database,
      AuditLog audit,
      Refusals refusals,
      ProjectCheck projects,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.refusals = refusals;
    this.projects = projects;
    this.claims = new Claims(clock);
  }

  /** Of a program without a catalog, in which no project is ever removed. */
  public Mutations(
      TenantDatabase database, AuditLog audit, Refusals refusals, InstantSource clock) {
    this(database, audit, refusals, (tx, ids) -> {}, clock);
  }

  /** Of one that shows nobody what their quotas have refused, either. */
  public Mutations(TenantDatabase database, AuditLog audit, InstantSource clock) {
    this(database, audit, new Refusals(database, clock), clock);
  }

  /**
   * @param action the operation's name as the API spells it
   * @param input what the caller sent; a replayed key with other input is refused
   * @param change the change itself; it authorises before it writes, and asks the database through
   *     its transaction alone
   * @return the id of what was changed, now or when the same key was first used
   * @throws Conflict when the key was used for something else, or the project of what was changed
   *     is being removed
   */
  public UUID run(Caller caller, String action, Object input, Work<Changed> change) {
    try {
      return caller.idempotencyKey() == null
          ? once(caller, action, change)
          : onceForItsKey(caller, action, input, change);
    } catch (RuntimeException | Error e) {
      if (e instanceof QuotaExceeded full) {
        refusals.count(caller.principal(), full, action);
      }
      audit.recordRefused(caller, action, e);
      throw e;
    }
  }

  /**
   * {@link #run} for a thing with a name of its own.
   *
   * @throws Conflict when another one has the name
   */
  public UUID runNamed(
      Caller caller, String action, String name, Object input, Work<Changed> change) {
    try {
      return run(caller, action, input, change);
    } catch (UniqueViolation e) {
      throw new Conflict("the name " + name + " is taken");
    }
  }

  private UUID once(Caller caller, String action, Work<Changed> change) {
    return database.transactAlone(
        caller.principal().tenantId(), tx -> changed(tx, caller, action, change));
  }

  private UUID onceForItsKey(Caller caller, String action, Object input, Work<Changed> change) {
    Claims.Claim claim =
        new Claims.Claim(caller.principal(), caller.idempotencyKey(), action, hash(input));
    record Turn(UUID tenantId, String actor, IdempotencyKey key) {}
    UUID tenantId = caller.principal().tenantId();
    return turns.inTurn(
        new Turn(tenantId, claim.actor(), claim.key()),
        () ->
            database.transactAlone(
                tenantId,
                tx ->
                    claims
                        .take(tx, claim)
                        .orElseGet(
                            () -> {
                              UUID id = changed(tx, caller, action, change);
                              claims.answered(tx, claim, id);
                              return id;
                            })));
  }

  private UUID changed(Transaction tx, Caller caller, String action, Work<Changed> change) {
    Changed changed = change.run(tx);
    if (changed.projectId() != null && !changed.removesProject()) {
      projects.requireAll(tx, Set.of(changed.projectId()));
    }
    if (changed.audited()) {
      audit.record(
          tx,
          caller,
          action,
          changed.type(),
          changed.id(),
          changed.projectId(),
          AuditOutcome.DONE,
          changed.detail());
    }
    return changed.id();
  }

  private static byte[] hash(Object input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(input));
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException("input of a mutation cannot be hashed", e);
    }
  }
}

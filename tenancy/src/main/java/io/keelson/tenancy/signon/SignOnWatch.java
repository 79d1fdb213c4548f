package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.TenantSecrets;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Tells Keycloak of tenants' providers, removes what providers made there under foreign addresses,
 * and looks up again whoever came by one. What is due is claimed by moving it a minute ahead, so
 * that of many processes one does it, and another one after it died; then, outside of any
 * transaction, the other side is called; then what came of it is written down, unless the tenant
 * changed something meanwhile. Tenants take turns.
 */
@ApplicationScoped
public class SignOnWatch {
  private static final Logger LOG = Logger.getLogger(SignOnWatch.class);
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_OF_A_TENANT = 16;
  private static final int SIDE_BY_SIDE = 32;
  private static final int MAX_PROBLEM_CHARACTERS = 500;
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(15);
  private static final int MAX_DOUBLINGS = 8;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final TenantSecrets secrets;
  private final RealmDoor realm;
  private final RealmOrganizations organizations;
  private final CustomerProvider customers;
  private final LookUp lookUp;
  private final SignOnConfig config;
  private final InstantSource clock;

  public SignOnWatch(
      SystemDatabase system,
      TenantDatabase database,
      TenantSecrets secrets,
      RealmDoor realm,
      RealmOrganizations organizations,
      CustomerProvider customers,
      LookUp lookUp,
      SignOnConfig config,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.secrets = secrets;
    this.realm = realm;
    this.organizations = organizations;
    this.customers = customers;
    this.lookUp = lookUp;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Does what is due, within bounds. What fails stays due and keeps nothing else from its turn.
   *
   * @return whether more may be due
   */
  public boolean doDue() {
    if (!realm.isThere()) {
      return false;
    }
    List<UUID> providers = dueProviders();
    List<LookUp.Due> people = duePeople();
    List<Runnable> work = new ArrayList<>();
    providers.forEach(tenantId -> work.add(() -> tell(tenantId)));
    people.forEach(due -> work.add(() -> lookUp(due)));
    doAtOnce(work);
    return providers.size() == MAX_AT_ONCE || people.size() == MAX_AT_ONCE;
  }

  /** Some side by side: a provider that lets others wait holds up one of many. */
  private static void doAtOnce(List<Runnable> work) {
    Semaphore permits = new Semaphore(SIDE_BY_SIDE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Runnable one : work) {
        permits.acquireUninterruptibly();
        threads.execute(
            () -> {
              try {
                one.run();
              } finally {
                permits.release();
              }
            });
      }
    }
  }

  private void lookUp(LookUp.Due due) {
    try {
      lookUp.again(due);
    } catch (RuntimeException e) {
      LOG.warnf("person %s waits to be looked up: %s", due.personId(), e.getMessage());
    }
  }

  private List<UUID> dueProviders() {
    return system.transact(
        SystemUse.SIGN_ON,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT tenant_id
                FROM tenancy.sign_on_provider
                WHERE due_at <= $1
                ORDER BY due_at
                LIMIT $2
                """,
                now(),
                MAX_AT_ONCE));
  }

  private List<LookUp.Due> duePeople() {
    return system.transact(
        SystemUse.SIGN_ON,
        tx ->
            tx.list(
                row -> new LookUp.Due(row.getUUID("tenant_id"), row.getUUID("person_id")),
                """
                SELECT tenant_id, person_id
                FROM (
                  SELECT tenant_id, person_id, due_at,
                    row_number() OVER (PARTITION BY tenant_id ORDER BY due_at) AS turn
                  FROM tenancy.sign_on_person
                  WHERE due_at <= $1
                ) waiting
                WHERE turn <= $3
                ORDER BY turn, due_at
                LIMIT $2
                """,
                now(),
                MAX_AT_ONCE,
                MAX_OF_A_TENANT));
  }

  /** What Keycloak is to know of a tenant's provider. */
  private record Claimed(
      int change,
      boolean isTold,
      boolean removed,
      String issuer,
      String clientId,
      Buffer clientSecret,
      List<String> domains,
      int failures) {}

  private void tell(UUID tenantId) {
    try {
      database.transact(tenantId, this::claim).ifPresent(claimed -> tell(tenantId, claimed));
    } catch (RuntimeException e) {
      LOG.warnf("the identity provider of tenant %s waits: %s", tenantId, e.getMessage());
    }
  }

  private void tell(UUID tenantId, Claimed claimed) {
    String tokenEndpoint = null;
    try {
      if (claimed.removed() || claimed.domains().isEmpty()) {
        organizations.forget(tenantId);
      } else if (claimed.isTold()) {
        sweep(tenantId, claimed);
      } else {
        CustomerProvider.Metadata metadata = customers.metadata(claimed.issuer());
        tokenEndpoint = metadata.tokenEndpoint();
        organizations.tell(
            tenantId,
            new RealmOrganizations.Wanted(
                claimed.issuer(),
                claimed.clientId(),
                secrets.open(tenantId, SignOnProviders.CLIENT_SECRET, claimed.clientSecret()),
                metadata,
                claimed.domains()));
      }
    } catch (RuntimeException e) {
      LOG.warnf("Keycloak was not told of tenant %s's provider: %s", tenantId, e.getMessage());
      database.transact(tenantId, tx -> failed(tx, claimed, e));
      return;
    }
    String endpoint = tokenEndpoint;
    database.transact(tenantId, tx -> told(tx, claimed, endpoint));
  }

  private void sweep(UUID tenantId, Claimed claimed) {
    int removed = organizations.sweep(tenantId, claimed.domains());
    if (removed > 0) {
      Metrics.counter("keelson.sign-on", "outcome", "SWEPT").increment(removed);
      LOG.warnf(
          "the identity provider of tenant %s had made %d accounts under foreign addresses",
          tenantId, removed);
    }
  }

  /** Empty when another process has it, or nothing is due. */
  private Optional<Claimed> claim(Transaction tx) {
    return tx.one(
            """
            UPDATE tenancy.sign_on_provider
            SET due_at = $2
            WHERE tenant_id = $1 AND due_at <= $3
            RETURNING change, told_change, removed_at, issuer, client_id, client_secret, failures
            """,
            tx.tenantId(),
            at(clock.instant().plus(CLAIM)),
            now())
        .map(row -> claimed(tx, row));
  }

  private static Claimed claimed(Transaction tx, Row row) {
    return new Claimed(
        row.getInteger("change"),
        row.getInteger("told_change") >= row.getInteger("change"),
        row.getOffsetDateTime("removed_at") != null,
        row.getString("issuer"),
        row.getString("client_id"),
        row.getBuffer("client_secret"),
        SignOnRows.domains(tx),
        row.getInteger("failures"));
  }

  private int told(Transaction tx, Claimed claimed, String tokenEndpoint) {
    if (claimed.removed()) {
      return tx.update(
          "DELETE FROM tenancy.sign_on_provider WHERE tenant_id = $1 AND change = $2",
          tx.tenantId(),
          claimed.change());
    }
    return tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET told_change = $2,
            token_endpoint = coalesce($3, token_endpoint),
            problem = NULL,
            failures = 0,
            due_at = CASE WHEN change = $2 THEN $4 ELSE due_at END
        WHERE tenant_id = $1
        """,
        tx.tenantId(),
        claimed.change(),
        tokenEndpoint,
        claimed.domains().isEmpty() ? null : at(clock.instant().plus(config.sweepEvery())));
  }

  private int failed(Transaction tx, Claimed claimed, RuntimeException e) {
    String why = String.valueOf(e.getMessage());
    String problem =
        e instanceof CustomerProvider.Unusable
            ? why.substring(0, Math.min(MAX_PROBLEM_CHARACTERS, why.length()))
            : "the identity provider or Keycloak does not answer as expected";
    return tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET problem = $3, failures = failures + 1, due_at = $4
        WHERE tenant_id = $1 AND change = $2
        """,
        tx.tenantId(),
        claimed.change(),
        problem,
        at(clock.instant().plus(pause(claimed.failures()))));
  }

  /** Two seconds, then the longer the more often it failed. */
  static Duration pause(int failures) {
    Duration pause = Duration.ofSeconds(2L << Math.min(failures, MAX_DOUBLINGS));
    return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
  }

  private OffsetDateTime now() {
    return at(clock.instant());
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}

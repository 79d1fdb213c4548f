package io.keelson.tenancy.signon;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells Keycloak of a tenant's provider, and comes back to it: to sweep, and to look whether the
 * addresses that Keycloak calls are still those of the internet. The row is claimed; then, outside
 * of any transaction, the other side is called; then what came of it is written down. What the
 * tenant changes meanwhile is told by the next one who claims it, and none does before this one has
 * ended.
 */
@ApplicationScoped
class ProviderTelling {
  private static final Logger LOG = Logger.getLogger(ProviderTelling.class);
  private static final int MAX_PROBLEM_CHARACTERS = 500;

  /** Longer than all calls of one turn together. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final Duration MAX_PAUSE = Duration.ofMinutes(15);
  private static final int MAX_DOUBLINGS = 8;
  private final TenantDatabase database;
  private final TenantSecrets secrets;
  private final RealmOrganizations organizations;
  private final RealmProviders providers;
  private final RealmAccounts accounts;
  private final SignUpSweep strangers;
  private final CustomerProvider customers;
  private final ProviderAddresses addresses;
  private final SignOnPauses pauses;
  private final InstantSource clock;

  ProviderTelling(
      TenantDatabase database,
      TenantSecrets secrets,
      RealmOrganizations organizations,
      RealmProviders providers,
      RealmAccounts accounts,
      SignUpSweep strangers,
      CustomerProvider customers,
      ProviderAddresses addresses,
      SignOnPauses pauses,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.organizations = organizations;
    this.providers = providers;
    this.accounts = accounts;
    this.strangers = strangers;
    this.customers = customers;
    this.addresses = addresses;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * What Keycloak is to know of a tenant's provider.
   *
   * @param until when another one may claim it
   * @param domains those that count
   * @param lapsed those that did
   * @param sweptTo how many accounts the sweep in progress has seen and kept
   */
  private record Claimed(
      OffsetDateTime until,
      int change,
      boolean isTold,
      boolean removed,
      String issuer,
      String clientId,
      Buffer clientSecret,
      List<String> domains,
      List<String> lapsed,
      int sweptTo,
      int failures) {
    boolean isOver() {
      return removed || domains.isEmpty() && lapsed.isEmpty();
    }

    /** A lapse may be a mistake: it costs nobody their account. */
    boolean isSuspended() {
      return domains.isEmpty();
    }

    List<String> keptDomains() {
      return isSuspended() ? lapsed : domains;
    }
  }

  /** How far it came. */
  private sealed interface Done {
    /**
     * @param tokenEndpoint that the provider named; null leaves the one before
     */
    record Told(String tokenEndpoint) implements Done {}

    record Forgotten() implements Done {}

    record Swept(RealmAccounts.Swept pass) implements Done {}

    /** There is more to remove before. */
    record Begun() implements Done {}
  }

  void tell(UUID tenantId) {
    Optional<Claimed> claimed = database.transact(tenantId, this::claim);
    if (claimed.isEmpty()) {
      return;
    }
    Done done;
    try {
      done = tell(tenantId, claimed.get());
    } catch (RuntimeException e) {
      LOG.warnf("Keycloak was not told of tenant %s's provider: %s", tenantId, e.getMessage());
      database.transact(tenantId, tx -> failed(tx, claimed.get(), e));
      return;
    }
    database.transact(tenantId, tx -> done(tx, claimed.get(), done));
  }

  private Done tell(UUID tenantId, Claimed claimed) {
    if (claimed.isOver()) {
      return organizations.forget(tenantId) ? new Done.Forgotten() : new Done.Begun();
    }
    if (claimed.isTold() && isStillTold(tenantId, claimed)) {
      if (!claimed.isSuspended()) {
        providers.requirePublic(ProviderAlias.of(tenantId), addresses);
        strangers.free(claimed.domains());
      }
      return new Done.Swept(sweep(tenantId, claimed));
    }
    if (claimed.isSuspended()) {
      organizations.suspend(tenantId);
      return new Done.Told(null);
    }
    CustomerProvider.Metadata metadata = customers.metadata(claimed.issuer());
    boolean told =
        organizations.tell(
            tenantId,
            new RealmProviders.Wanted(
                claimed.issuer(),
                claimed.clientId(),
                secrets.open(tenantId, SignOnProviders.CLIENT_SECRET, claimed.clientSecret()),
                metadata,
                claimed.domains()));
    if (!told) {
      return new Done.Begun();
    }
    strangers.free(claimed.domains());
    return new Done.Told(metadata.tokenEndpoint());
  }

  /** What an earlier release told is told anew. */
  private boolean isStillTold(UUID tenantId, Claimed claimed) {
    return claimed.isSuspended()
        || providers.isHeldTo(ProviderAlias.of(tenantId), claimed.domains());
  }

  private RealmAccounts.Swept sweep(UUID tenantId, Claimed claimed) {
    RealmAccounts.Swept swept =
        accounts.sweep(
            ProviderAlias.of(tenantId),
            claimed.keptDomains(),
            ids ->
                database.transact(
                    tenantId, tx -> SignOnPeople.addresses(tx, ids, claimed.domains())),
            claimed.sweptTo());
    if (swept.removed() > 0) {
      Metrics.counter("keelson.sign-on", "outcome", "SWEPT").increment(swept.removed());
      LOG.warnf(
          "the identity provider of tenant %s had made %d accounts under foreign addresses",
          tenantId, swept.removed());
    }
    return swept;
  }

  /** Empty when another process has it, or nothing is due. */
  private Optional<Claimed> claim(Transaction tx) {
    return tx.one(
            """
            UPDATE tenancy.sign_on_provider
            SET claimed_until = $2
            WHERE tenant_id = $1 AND due_at <= $3 AND (claimed_until IS NULL OR claimed_until <= $3)
            RETURNING change, told_change, removed_at, issuer, client_id, client_secret, swept_to, failures, claimed_until
            """,
            tx.tenantId(),
            at(clock.instant().plus(CLAIM)),
            at(clock.instant()))
        .map(row -> claimed(tx, row));
  }

  private static Claimed claimed(Transaction tx, Row row) {
    return new Claimed(
        row.getOffsetDateTime("claimed_until"),
        row.getInteger("change"),
        row.getInteger("told_change") >= row.getInteger("change"),
        row.getOffsetDateTime("removed_at") != null,
        row.getString("issuer"),
        row.getString("client_id"),
        row.getBuffer("client_secret"),
        SignOnRows.domains(tx),
        SignOnRows.lapsedDomains(tx),
        row.getInteger("swept_to"),
        row.getInteger("failures"));
  }

  /** Nothing where the claim is another one's by now. */
  private int done(Transaction tx, Claimed claimed, Done done) {
    if (!isReleased(tx, claimed)) {
      return 0;
    }
    Instant now = clock.instant();
    return switch (done) {
      case Done.Told(String tokenEndpoint) ->
          told(tx, claimed, tokenEndpoint, now.plus(pauses.sweep()));
      case Done.Forgotten() ->
          claimed.removed()
              ? tx.update(
                  "DELETE FROM tenancy.sign_on_provider WHERE tenant_id = $1 AND change = $2",
                  tx.tenantId(),
                  claimed.change())
              : told(tx, claimed, null, null);
      case Done.Swept(RealmAccounts.Swept pass) ->
          swept(tx, claimed, pass.next(), pass.more() ? now : now.plus(pauses.sweep()));
      case Done.Begun() -> 0;
    };
  }

  private static boolean isReleased(Transaction tx, Claimed claimed) {
    return tx.update(
            """
            UPDATE tenancy.sign_on_provider
            SET claimed_until = NULL
            WHERE tenant_id = $1 AND claimed_until = $2
            """,
            tx.tenantId(),
            claimed.until())
        == 1;
  }

  /** Nothing of what the tenant has changed meanwhile. */
  private static int told(Transaction tx, Claimed claimed, String tokenEndpoint, Instant next) {
    return tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET told_change = $2, token_endpoint = coalesce($3, token_endpoint), problem = NULL, failures = 0, swept_to = 0, due_at = $4
        WHERE tenant_id = $1 AND change = $2
        """,
        tx.tenantId(),
        claimed.change(),
        tokenEndpoint,
        next == null ? null : at(next));
  }

  private static int swept(Transaction tx, Claimed claimed, int next, Instant dueAt) {
    return tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET problem = NULL, failures = 0, swept_to = $3, due_at = $4
        WHERE tenant_id = $1 AND change = $2
        """,
        tx.tenantId(),
        claimed.change(),
        next,
        at(dueAt));
  }

  /** What cannot be used is told from its beginning when it can again. */
  private int failed(Transaction tx, Claimed claimed, RuntimeException e) {
    if (!isReleased(tx, claimed)) {
      return 0;
    }
    boolean unusable = e instanceof CustomerProvider.Unusable;
    String why = String.valueOf(e.getMessage());
    return tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET problem = $3, failures = failures + 1, due_at = $4, told_change = CASE WHEN $5 THEN 0 ELSE told_change END
        WHERE tenant_id = $1 AND change = $2
        """,
        tx.tenantId(),
        claimed.change(),
        unusable
            ? why.substring(0, Math.min(MAX_PROBLEM_CHARACTERS, why.length()))
            : "the identity provider or Keycloak does not answer as expected",
        at(clock.instant().plus(pause(claimed.failures()))),
        unusable);
  }

  /** Two seconds, then the longer the more often it failed. */
  static Duration pause(int failures) {
    Duration pause = Duration.ofSeconds(2L << Math.min(failures, MAX_DOUBLINGS));
    return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}

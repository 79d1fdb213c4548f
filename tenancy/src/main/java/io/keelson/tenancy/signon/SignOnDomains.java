package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The e-mail domains of a tenant. One counts when its DNS shows the tenant's token, and then for
 * this tenant alone. Domains under which anybody can have an address are not told apart: nobody
 * shows a token there.
 */
@ApplicationScoped
public class SignOnDomains {
  private static final int MAX_DOMAINS = 20;
  private static final int MAX_CHARACTERS = 253;
  private static final int TOKEN_BYTES = 20;
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final DomainRecords records;
  private final SignOnConfig config;
  private final SignOnPauses pauses;
  private final InstantSource clock;

  public SignOnDomains(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      DomainRecords records,
      SignOnConfig config,
      SignOnPauses pauses,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.records = records;
    this.config = config;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * Names a domain and makes the token that its DNS is to show.
   *
   * @param domain in its ASCII form
   * @throws Invalid for what is no domain
   * @throws Forbidden when the caller lacks MEMBER_WRITE
   * @throws Conflict when the tenant has named it before, or nobody may name one here
   * @throws QuotaExceeded beyond 20
   */
  public SignOnDomain add(Caller caller, String domain) {
    String name = domain(domain);
    authorizer.require(caller.principal(), Permission.MEMBER_WRITE, null);
    if (!config.enabled()) {
      throw new Conflict("single sign-on is not switched on here");
    }
    record Wanted(String domain) {}
    UUID id;
    try {
      id =
          mutations.run(
              caller, "addSignOnDomain", new Wanted(name), tx -> insert(tx, caller, name));
    } catch (UniqueViolation e) {
      throw new Conflict("the domain is there already");
    }
    return find(caller.principal().tenantId(), id);
  }

  private static String domain(String value) {
    String name = value == null ? "" : value.toLowerCase(Locale.ROOT);
    if (name.length() > MAX_CHARACTERS || !DOMAIN.matcher(name).matches()) {
      throw new Invalid("input.domain", value, "a domain such as example.com");
    }
    return name;
  }

  private Changed insert(Transaction tx, Caller caller, String domain) {
    Principal maker = changing(tx, caller, Permission.MEMBER_WRITE);
    int there =
        tx.one(
                "SELECT count(*)::int AS there FROM tenancy.sign_on_domain WHERE tenant_id = $1",
                tx.tenantId())
            .orElseThrow()
            .getInteger("there");
    if (there >= MAX_DOMAINS) {
      throw new QuotaExceeded("domains for single sign-on", MAX_DOMAINS, there, 1);
    }
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.sign_on_domain
          (tenant_id, id, domain, token, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        id,
        domain,
        token(),
        maker.label(),
        maker.kind().name(),
        maker.id(),
        now());
    return new Changed("signondomain", id, null, Map.of("domain", domain));
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Asks the DNS for the token; from then on the domain counts for this tenant and cannot for
   * another. The DNS is asked before the transaction.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE
   * @throws NotFound when there is no such domain
   * @throws Conflict when its version is another, the DNS does not show the token, or the domain
   *     counts for another tenant
   * @throws Unavailable when the DNS cannot be asked
   */
  public SignOnDomain verify(Caller caller, UUID id, int expectedVersion) {
    authorizer.require(caller.principal(), Permission.MEMBER_WRITE, null);
    SignOnDomain named = find(caller.principal().tenantId(), id);
    boolean shown = records.texts(named.recordName()).contains(named.recordValue());
    record Wanted(UUID id, int expectedVersion) {}
    try {
      mutations.run(
          caller,
          "verifySignOnDomain",
          new Wanted(id, expectedVersion),
          tx -> {
            changing(tx, caller, Permission.MEMBER_WRITE);
            if (!shown) {
              throw new Conflict(
                  "the DNS has no TXT record %s with the text %s"
                      .formatted(named.recordName(), named.recordValue()));
            }
            tx.updateOne(
                changed(expectedVersion),
                """
                UPDATE tenancy.sign_on_domain
                SET verified_at = coalesce(verified_at, $5), checked_at = $5, failed_checks = 0, lapsed_at = NULL, due_at = $6, version = version + 1
                WHERE tenant_id = $1 AND id = $2 AND version = $3 AND token = $4
                """,
                tx.tenantId(),
                id,
                expectedVersion,
                named.token(),
                now(),
                now().plus(pauses.domain()));
            SignOnRows.changed(tx, now());
            return new Changed("signondomain", id, null, Map.of("domain", named.domain()));
          });
    } catch (UniqueViolation e) {
      throw new Conflict("the domain counts for another organisation");
    }
    return find(caller.principal().tenantId(), id);
  }

  /**
   * The domain counts no more: nobody signs on with it, and whoever did is lost at their next
   * look-up.
   *
   * @return the domain as it was
   * @throws Forbidden when the caller lacks TENANT_WRITE: it ends memberships, owners' too
   * @throws NotFound when there is no such domain
   * @throws Conflict when its version is another, or no owner would be left who can sign in
   */
  public SignOnDomain remove(Caller caller, UUID id, int expectedVersion) {
    authorizer.require(caller.principal(), Permission.TENANT_WRITE, null);
    record Wanted(UUID id, int expectedVersion) {}
    SignOnDomain before = find(caller.principal().tenantId(), id);
    mutations.run(
        caller,
        "removeSignOnDomain",
        new Wanted(id, expectedVersion),
        tx -> {
          changing(tx, caller, Permission.TENANT_WRITE);
          List<String> counted = SignOnRows.domains(tx);
          tx.updateOne(
              changed(expectedVersion),
              "DELETE FROM tenancy.sign_on_domain WHERE tenant_id = $1 AND id = $2 AND version ="
                  + " $3",
              tx.tenantId(),
              id,
              expectedVersion);
          SignOnOwners.refuseToEndAll(tx, counted, SignOnRows.domains(tx));
          SignOnRows.changed(tx, now());
          return new Changed("signondomain", id, null, Map.of("domain", before.domain()));
        });
    return before;
  }

  /**
   * @throws NotFound when there is no such domain
   */
  public SignOnDomain get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return find(principal.tenantId(), id);
  }

  /** By name, at most 20. */
  public List<SignOnDomain> list(Principal principal) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return database.transact(
        principal.tenantId(),
        tx ->
            tx.list(
                SignOnDomain::of,
                "SELECT "
                    + SignOnDomain.COLUMNS
                    + " FROM tenancy.sign_on_domain WHERE tenant_id = $1 ORDER BY domain LIMIT 20",
                tx.tenantId()));
  }

  private SignOnDomain find(UUID tenantId, UUID id) {
    return database.transact(
        tenantId,
        tx ->
            tx.one(
                    "SELECT "
                        + SignOnDomain.COLUMNS
                        + " FROM tenancy.sign_on_domain WHERE tenant_id = $1 AND id = $2",
                    tx.tenantId(),
                    id)
                .map(SignOnDomain::of)
                .orElseThrow(() -> new NotFound("domain")));
  }

  private Principal changing(Transaction tx, Caller caller, Permission needed) {
    Principal changer = granting.changingMembers(tx, caller.principal());
    authorizer.require(changer, needed, null);
    return changer;
  }

  private static String changed(int expectedVersion) {
    return "domain has changed since version " + expectedVersion;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}

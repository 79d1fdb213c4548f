package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.TenantSecrets;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant's own identity provider, and the role of whoever signs on through it. Like an invitation
 * it is its giver's word: whoever sets it holds the role's permissions, then and whenever somebody
 * is let in by it. Keycloak is told by {@link SignOnWatch}, after the transaction.
 */
@ApplicationScoped
public class SignOnProviders {
  static final String CLIENT_SECRET = "sign-on client secret";
  private static final int MAX_URL_CHARACTERS = 500;
  private static final int MAX_CLIENT_CHARACTERS = 500;
  private static final int MAX_SECRET_CHARACTERS = 2_000;

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final TenantSecrets secrets;
  private final ProviderAddresses addresses;
  private final SignOnConfig config;
  private final InstantSource clock;

  public SignOnProviders(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      TenantSecrets secrets,
      ProviderAddresses addresses,
      SignOnConfig config,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.secrets = secrets;
    this.addresses = addresses;
    this.config = config;
    this.clock = clock;
  }

  /**
   * What the provider shall be.
   *
   * @param expectedVersion null where there is none yet
   * @param clientSecret null leaves it as it is
   * @param role a built-in one, or else {@code customRoleId}
   */
  public record ProviderSetting(
      Integer expectedVersion,
      String issuer,
      String clientId,
      String clientSecret,
      Role role,
      UUID customRoleId) {
    @Override
    public String toString() {
      return "ProviderSetting[" + issuer + ", " + clientId + "]";
    }
  }

  /**
   * Sets the tenant's provider.
   *
   * @throws Invalid for an issuer that is no address, or none that may be called, an owner's role,
   *     or a new provider without a secret
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission of the role, or
   *     TENANT_WRITE where it is another issuer or client than people signed on through before:
   *     that ends their single sign-on, and whoever runs the issuer says who they are
   * @throws NotFound when there is no such role
   * @throws Conflict when the version is another, no identity provider is here at all, or another
   *     issuer would leave no owner who can sign in
   */
  public SignOnProvider set(Caller caller, ProviderSetting input) {
    addresses.require(
        "input.issuer", Input.text("input.issuer", input.issuer(), MAX_URL_CHARACTERS));
    text("input.clientId", input.clientId(), MAX_CLIENT_CHARACTERS);
    Grant grant = grant(input);
    authorizer.require(caller.principal(), Permission.MEMBER_WRITE, null);
    if (config.keycloakUrl().isEmpty()) {
      throw new Conflict("there is no identity provider here");
    }
    if (!config.enabled()) {
      throw new Conflict("single sign-on is not switched on here");
    }
    Buffer secret = null;
    if (input.clientSecret() != null) {
      text("input.clientSecret", input.clientSecret(), MAX_SECRET_CHARACTERS);
      secret = secrets.seal(caller.principal().tenantId(), CLIENT_SECRET, input.clientSecret());
    }
    Buffer sealed = secret;
    record Wanted(
        Integer expectedVersion, String issuer, String clientId, Role role, UUID customRoleId) {}
    mutations.run(
        caller,
        "setSignOnProvider",
        new Wanted(
            input.expectedVersion(),
            input.issuer(),
            input.clientId(),
            input.role(),
            input.customRoleId()),
        tx -> {
          Principal giver = changing(tx, caller, Permission.MEMBER_WRITE);
          if (isAnother(tx, input)) {
            authorizer.require(giver, Permission.TENANT_WRITE, null);
          }
          granting.requireHeld(tx, giver, Grants.rights(tx, List.of(grant)));
          UUID id =
              input.expectedVersion() == null
                  ? insert(tx, giver, input, sealed)
                  : update(tx, giver, input, sealed);
          return new Changed(
              "signonprovider",
              id,
              null,
              Map.of("issuer", input.issuer(), "grant", grant.toString()));
        });
    return find(caller.principal().tenantId()).orElseThrow(SignOnProviders::none);
  }

  private static void text(String field, String value, int maxCharacters) {
    Input.present(field, value);
    Input.text(field, value, maxCharacters);
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new Invalid(field, null, "a line of 1 to " + maxCharacters + " characters");
    }
  }

  private static Grant grant(ProviderSetting input) {
    if ((input.role() == null) == (input.customRoleId() == null)) {
      throw new Invalid("input.role", input.role(), "exactly one of role and customRoleId");
    }
    Grant grant = new Grant(input.role(), input.customRoleId(), null);
    Grants.boundedWithoutOwner("input.role", List.of(grant));
    return grant;
  }

  /** In place of one that was removed and that Keycloak may not have forgotten yet. */
  private UUID insert(Transaction tx, Principal giver, ProviderSetting input, Buffer secret) {
    if (secret == null) {
      throw new Invalid("input.clientSecret", null, "the secret of the client, for a new provider");
    }
    UUID id = Ids.next();
    tx.updateOne(
        "the tenant has an identity provider already: name its version",
        """
        INSERT INTO tenancy.sign_on_provider AS before
          (tenant_id, id, issuer, client_id, client_secret, role, custom_role_id, giver_person_id, giver_key_id,
           due_at, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $10)
        ON CONFLICT (tenant_id) DO UPDATE
        SET id = EXCLUDED.id,
            issuer = EXCLUDED.issuer,
            client_id = EXCLUDED.client_id,
            client_secret = EXCLUDED.client_secret,
            role = EXCLUDED.role,
            custom_role_id = EXCLUDED.custom_role_id,
            giver_person_id = EXCLUDED.giver_person_id,
            giver_key_id = EXCLUDED.giver_key_id,
            token_endpoint = NULL,
            removed_at = NULL,
            change = before.change + 1,
            problem = NULL,
            failures = 0,
            due_at = EXCLUDED.due_at,
            created_by = EXCLUDED.created_by,
            created_by_kind = EXCLUDED.created_by_kind,
            created_by_id = EXCLUDED.created_by_id,
            created_at = EXCLUDED.created_at,
            version = 1
        WHERE before.removed_at IS NOT NULL
        """,
        tx.tenantId(),
        id,
        input.issuer(),
        input.clientId(),
        secret,
        input.role() == null ? null : input.role().name(),
        input.customRoleId(),
        giver.kind() == Principal.Kind.PERSON ? giver.id() : null,
        giver.keyId(),
        now(),
        giver.label(),
        giver.kind().name(),
        giver.id());
    return id;
  }

  /** Whoever never knew the secret would have it sent where they like. */
  private static void refuseToHandSecretOn(Transaction tx, ProviderSetting input) {
    tx.one(
            """
            SELECT issuer, client_id
            FROM tenancy.sign_on_provider
            WHERE tenant_id = $1 AND removed_at IS NULL
            """,
            tx.tenantId())
        .filter(
            row ->
                !row.getString("issuer").equals(input.issuer())
                    || !row.getString("client_id").equals(input.clientId()))
        .ifPresent(
            other -> {
              throw new Invalid(
                  "input.clientSecret", null, "the secret, where issuer or client become others");
            });
  }

  /**
   * Whether it is another one than there is, or was before it was removed; one that Keycloak has
   * forgotten by now is known by whoever came by it.
   */
  private static boolean isAnother(Transaction tx, ProviderSetting input) {
    return tx.one(
            """
            SELECT 1
            WHERE EXISTS (
                SELECT 1
                FROM tenancy.sign_on_provider
                WHERE tenant_id = $1 AND (issuer, client_id) <> ($2, $3))
              OR NOT EXISTS (SELECT 1 FROM tenancy.sign_on_provider WHERE tenant_id = $1)
                AND EXISTS (SELECT 1 FROM tenancy.sign_on_person WHERE tenant_id = $1)
            """,
            tx.tenantId(),
            input.issuer(),
            input.clientId())
        .isPresent();
  }

  private static boolean isOtherIssuer(Transaction tx, String issuer) {
    return tx.one(
            """
            SELECT 1
            FROM tenancy.sign_on_provider
            WHERE tenant_id = $1 AND removed_at IS NULL AND issuer <> $2
            """,
            tx.tenantId(),
            issuer)
        .isPresent();
  }

  private UUID update(Transaction tx, Principal giver, ProviderSetting input, Buffer secret) {
    if (secret == null) {
      refuseToHandSecretOn(tx, input);
    }
    if (isOtherIssuer(tx, input.issuer())) {
      SignOnOwners.refuseToEndAll(tx, SignOnRows.domains(tx), List.of());
    }
    return tx.one(
            """
            UPDATE tenancy.sign_on_provider
            SET issuer = $3,
                client_id = $4,
                client_secret = coalesce($5, client_secret),
                role = $6,
                custom_role_id = $7,
                giver_person_id = $8,
                giver_key_id = $9,
                token_endpoint = NULL,
                change = change + 1,
                problem = NULL,
                failures = 0,
                due_at = $10,
                version = version + 1
            WHERE tenant_id = $1 AND version = $2 AND removed_at IS NULL
            RETURNING id
            """,
            tx.tenantId(),
            input.expectedVersion(),
            input.issuer(),
            input.clientId(),
            secret,
            input.role() == null ? null : input.role().name(),
            input.customRoleId(),
            giver.kind() == Principal.Kind.PERSON ? giver.id() : null,
            giver.keyId(),
            now())
        .orElseThrow(() -> new Conflict(changed(input.expectedVersion())))
        .getUUID("id");
  }

  /**
   * Nobody signs on any more: Keycloak forgets the provider and the accounts that came by it, and
   * whoever did is lost at their next look-up.
   *
   * @return the provider as it was
   * @throws Forbidden when the caller lacks TENANT_WRITE: it ends memberships, owners' too
   * @throws NotFound when there is no such provider
   * @throws Conflict when its version is another, or no owner would be left who can sign in
   */
  public SignOnProvider remove(Caller caller, UUID id, int expectedVersion) {
    authorizer.require(caller.principal(), Permission.TENANT_WRITE, null);
    SignOnProvider before =
        find(caller.principal().tenantId())
            .filter(provider -> provider.id().equals(id))
            .orElseThrow(SignOnProviders::none);
    record Wanted(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        "removeSignOnProvider",
        new Wanted(id, expectedVersion),
        tx -> {
          changing(tx, caller, Permission.TENANT_WRITE);
          SignOnOwners.refuseToEndAll(tx, SignOnRows.domains(tx), List.of());
          tx.updateOne(
              changed(expectedVersion),
              """
              UPDATE tenancy.sign_on_provider
              SET removed_at = $4, change = change + 1, failures = 0, due_at = $4, version = version + 1
              WHERE tenant_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL
              """,
              tx.tenantId(),
              id,
              expectedVersion,
              now());
          return new Changed("signonprovider", id, null, Map.of("issuer", before.issuer()));
        });
    return before;
  }

  /**
   * @throws NotFound when there is no such provider
   */
  public SignOnProvider get(Principal principal, UUID id) {
    return ofTenant(principal)
        .filter(provider -> provider.id().equals(id))
        .orElseThrow(SignOnProviders::none);
  }

  /** Whether tenants may have one of their own here. */
  public boolean isOffered() {
    return config.enabled() && config.keycloakUrl().isPresent();
  }

  /** The tenant's, if it has one. */
  public Optional<SignOnProvider> ofTenant(Principal principal) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return find(principal.tenantId());
  }

  private Optional<SignOnProvider> find(UUID tenantId) {
    return database.transact(
        tenantId,
        tx ->
            tx.one(
                    "SELECT "
                        + SignOnProvider.COLUMNS
                        + " FROM tenancy.sign_on_provider p "
                        + SignOnProvider.CAME
                        + "WHERE p.tenant_id = $1 AND p.removed_at IS NULL",
                    tx.tenantId())
                .map(row -> SignOnProvider.of(row, redirectUri(tenantId))));
  }

  private String redirectUri(UUID tenantId) {
    return "%s/realms/keelson/broker/%s/endpoint"
        .formatted(config.keycloakUrl().orElse(""), ProviderAlias.of(tenantId));
  }

  private Principal changing(Transaction tx, Caller caller, Permission needed) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, needed, null);
    return giver;
  }

  private static NotFound none() {
    return new NotFound("identity provider");
  }

  private static String changed(int expectedVersion) {
    return "identity provider has changed since version " + expectedVersion;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}

package io.keelson.api.graphql.tenancy;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.apikey.ApiKey;
import io.keelson.tenancy.apikey.ApiKeys;
import io.smallrye.graphql.api.Nullable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** API keys as the API shows and takes them. */
public final class ApiKeyTypes {
  private ApiKeyTypes() {}

  @Name("ApiKey")
  @Description(
      "What a program signs in with: a secret that does what its permissions, or its service account's, allow.")
  public record ApiKeyType(@Ignore ApiKey key) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.API_KEY, key.id());
    }

    @NonNull
    @Description("What people call it.")
    public String getName() {
      return key.name();
    }

    @NonNull
    @Description("How its secret begins, to tell keys apart by.")
    public String getPrefix() {
      return key.prefix();
    }

    @NonNull
    @Description(
        "What it may do, as far as whoever stands behind it may do that now; none for a service account's, which does what the account may.")
    public List<@NonNull Permission> getPermissions() {
      return key.permissions().stream().sorted().toList();
    }

    @Id
    @NonNull
    @Description("The only projects that it works in, at most 100; none for all of the tenant.")
    public List<@NonNull String> getProjectIds() {
      return key.projectIds().stream()
          .sorted()
          .map(id -> GraphTypes.id(GraphTypes.PROJECT, id))
          .toList();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return key.createdAt();
    }

    @Description("When it ends by itself; null for never.")
    public OffsetDateTime getExpiresAt() {
      return key.expiresAt();
    }

    @Description("When somebody ended it; null while nobody has.")
    public OffsetDateTime getRevokedAt() {
      return key.revokedAt();
    }

    @Description("When it was last used, to the minute; null while nobody has.")
    public OffsetDateTime getLastUsedAt() {
      return key.lastUsedAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(key.createdBy());
    }
  }

  @Name("ApiKeyConnection")
  @Description("A page of API keys.")
  public record ApiKeyConnection(
      @NonNull @Description("The keys with their cursors.") List<@NonNull ApiKeyEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    public static ApiKeyConnection of(Page<ApiKey> page) {
      return new ApiKeyConnection(
          page.edges((key, cursor) -> new ApiKeyEdge(new ApiKeyType(key), cursor)), page.info());
    }

    static ApiKeyConnection ranked(Page<ApiKeys.Ranked> page) {
      return new ApiKeyConnection(
          page.edges((ranked, cursor) -> new ApiKeyEdge(new ApiKeyType(ranked.key()), cursor)),
          page.info());
    }
  }

  @Name("ApiKeyEdge")
  @Description("An API key in a page.")
  public record ApiKeyEdge(
      @NonNull @Description("The key.") ApiKeyType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("CreatedApiKey")
  @Description("A key with its secret.")
  public record CreatedApiKeyType(
      @NonNull @Description("The key.") ApiKeyType apiKey,
      @NonNull @Description("What a program sends as its bearer token; shown this once.")
          String secret) {}

  @Description("A key to make.")
  public record CreateApiKey(
      @NonNull @Description("1 to 200 characters.") String name,
      @Description("What it may do, at least one; left out for a service account's.")
          List<Permission> permissions,
      @Id
          @Nullable
          @Description(
              "The only projects that it works in, at most 100; left out for all of the tenant, or for a service account's.")
          List<@NonNull String> projectIds,
      @Description(
              "When it ends by itself, as far as the tenant's policy allows; left out for never.")
          OffsetDateTime expiresAt,
      @Id
          @Description(
              "Whose key it is: it has the account's rights, as they are at each call. Left out for a key with permissions of its own.")
          String serviceAccountId) {}

  @Description("A key to replace.")
  public record RotateApiKey(
      @Id @NonNull @Description("The key that ends.") String id,
      @Description(
              "How long it still counts beside the new one, at most 30 days and no longer than to its own end; a day when left out.")
          Duration overlap) {}

  @Name("ApiKeyCounts")
  @Description("How many keys count: neither revoked nor expired.")
  public record ApiKeyCountsType(
      @NonNull @Description("All of them.") Integer inForce,
      @NonNull
          @Description("Those that nobody has used for as long as the organisation's policy says.")
          Integer unused,
      @NonNull @Description("Those that end within 14 days.") Integer endingSoon,
      @NonNull @Description("Those that last until somebody revokes them.") Integer withoutEnd,
      @Description("When the first of them ends; null where none has an end.")
          OffsetDateTime nextEnd) {
    static ApiKeyCountsType of(ApiKeys.KeyCounts counts) {
      return new ApiKeyCountsType(
          counts.inForce(),
          counts.unused(),
          counts.endingSoon(),
          counts.withoutEnd(),
          counts.nextEnd());
    }
  }
}

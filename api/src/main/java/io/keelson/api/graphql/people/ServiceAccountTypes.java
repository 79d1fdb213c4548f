package io.keelson.api.graphql.people;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.people.GrantTypes.GrantSpec;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.tenancy.serviceaccount.ServiceAccount;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Service accounts as the API shows them. */
public final class ServiceAccountTypes {
  private ServiceAccountTypes() {}

  @Name("ServiceAccount")
  @Description(
      "What a program is to the tenant: its keys may do what it holds, as it is at each call.")
  public record ServiceAccountType(@Ignore ServiceAccount account) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.SERVICE_ACCOUNT, account.id());
    }

    @NonNull
    @Description("Unlike those of the tenant's other accounts, whatever the case.")
    public String getName() {
      return account.name();
    }

    @Description("What it is for.")
    public String getDescription() {
      return account.description();
    }

    @NonNull
    @Description("What its keys may do; at most 100, and none of an owner.")
    public List<@NonNull GrantType> getGrants() {
      return GrantType.all(account.grants());
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return account.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(account.createdBy());
    }

    @NonNull
    @Description("Rises with each change, of its grants too.")
    public Integer getVersion() {
      return account.version();
    }
  }

  @Name("KeyAccount")
  @Description(
      "The service account that a key belongs to, for whoever may see the key; node answers the rest for whoever may see members.")
  public record KeyAccountType(
      @Id @NonNull @Description("The account's.") String id,
      @NonNull @Description("The account's.") String name) {
    static KeyAccountType of(UUID id, String name) {
      return new KeyAccountType(GraphTypes.id(GraphTypes.SERVICE_ACCOUNT, id), name);
    }
  }

  @Name("ServiceAccountConnection")
  @Description("A page of service accounts.")
  public record ServiceAccountConnection(
      @NonNull @Description("The accounts with their cursors.")
          List<@NonNull ServiceAccountEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ServiceAccountConnection of(Page<ServiceAccount> page) {
      return new ServiceAccountConnection(
          page.edges(
              (account, cursor) -> new ServiceAccountEdge(new ServiceAccountType(account), cursor)),
          page.info());
    }
  }

  @Name("ServiceAccountEdge")
  @Description("A service account in a page.")
  public record ServiceAccountEdge(
      @NonNull @Description("The account.") ServiceAccountType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Description("A service account to make.")
  public record CreateServiceAccount(
      @NonNull @Description("1 to 200 characters; no other account of the tenant has it.")
          String name,
      @Description("What it is for; up to 4,000 characters.") String description,
      @Description("What its keys may do; at most 100, and the caller holds all of it.")
          List<GrantSpec> grants) {}

  @Description("What a service account shall hold.")
  public record SetServiceAccountGrants(
      @Id @NonNull @Description("The account.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @NonNull @Description("All of its grants; at most 100, and none of an owner.")
          List<@NonNull GrantSpec> grants) {}
}

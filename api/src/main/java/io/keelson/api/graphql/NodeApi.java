package io.keelson.api.graphql;

import io.keelson.api.identity.CallContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Anything by its id (Relay's global object identification). */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class NodeApi {
  private final CallContext call;
  private final NodeLoader nodes;

  NodeApi(CallContext call, NodeLoader nodes) {
    this.call = call;
    this.nodes = nodes;
  }

  /** What it needs depends on the type. */
  @Query
  @Requires({})
  @Description(
      "Anything by its id; null when there is no such thing, or none that the caller may know of.")
  public Node node(@Id @NonNull @Description("Its global id.") String id) {
    return nodes.load(call.principal(), "id", id);
  }
}

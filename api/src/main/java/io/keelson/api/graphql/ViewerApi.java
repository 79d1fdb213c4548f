package io.keelson.api.graphql;

import io.keelson.api.identity.CallContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Who is asking. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ViewerApi {
  private final CallContext call;

  ViewerApi(CallContext call) {
    this.call = call;
  }

  public record Hello(@NonNull String name, PageInfo info) {}

  @Query
  @Requires({})
  @NonNull
  public Hello viewer() {
    return new Hello(call.requestId(), new PageInfo(true, false, null, "x"));
  }
}

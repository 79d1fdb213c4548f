package io.keelson.api.graphql;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Anything with an id of its own. */
@Description("Anything with an id of its own, which node answers.")
public interface Node {
  @Id
  @NonNull
  @Description("What it is known by everywhere; node answers it.")
  String getId();
}

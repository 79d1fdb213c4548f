package io.keelson.api.graphql;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Anything with an id of its own. */
public interface Node {
  @Id
  @NonNull
  String getId();
}
